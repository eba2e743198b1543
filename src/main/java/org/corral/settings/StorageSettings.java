package org.corral.settings;

import static org.corral.settings.Setting.DATA_DIR;
import static org.corral.settings.Setting.JDBC_CONNECT_TIMEOUT;
import static org.corral.settings.Setting.JDBC_POOL_SIZE;
import static org.corral.settings.Setting.JNDI_NAME;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The database.
 *
 * @param dataDir absolute; it need not exist yet
 * @param jndiName the server's data source, which is used if it is bound
 * @param jdbc the database if no data source is bound; if it is empty, the embedded one in {@code dataDir}
 * @param poolSize 1 to 200
 * @param connectTimeout 250 ms to 10 min
 */
public record StorageSettings(
        Path dataDir, String jndiName, Optional<Jdbc> jdbc, int poolSize, Duration connectTimeout) {
    private static final Range<Integer> POOL_SIZE = new Range<>(1, 200);
    // HikariCP refuses less than 250 ms.
    private static final Range<Duration> CONNECT_TIMEOUT = new Range<>(Duration.ofMillis(250), Duration.ofMinutes(10));

    public StorageSettings {
        if (!dataDir.isAbsolute()) {
            throw new IllegalArgumentException("dataDir is not absolute");
        }
        Texts.require("jndiName", jndiName);
        POOL_SIZE.require("poolSize", poolSize);
        CONNECT_TIMEOUT.require("connectTimeout", connectTimeout);
    }

    static StorageSettings read(SettingReader in) {
        return new StorageSettings(
                in.path(DATA_DIR),
                in.text(JNDI_NAME),
                Jdbc.read(in),
                in.number(JDBC_POOL_SIZE, POOL_SIZE),
                in.duration(JDBC_CONNECT_TIMEOUT, CONNECT_TIMEOUT));
    }
}
