package org.corral.storage;

import java.sql.Driver;
import java.util.Properties;
import javax.sql.DataSource;
import org.corral.settings.Jdbc;
import org.corral.settings.StorageSettings;

/** The database of {@code corral.jdbc-url}, with a pool of Corral's own. */
final class UrlSource {
    private static final Named NAME =
            new Named("The database of corral.jdbc-url", "corral.jdbc-user and corral.jdbc-password");

    private UrlSource() {}

    static Source open(Jdbc jdbc, StorageSettings settings) throws StorageException {
        Driver driver = Drivers.forUrl(jdbc.url()).orElseThrow(UrlSource::unknown);
        try {
            DataSource single = new DriverSource(driver, jdbc.url(), properties(jdbc, settings));
            String product = FirstConnection.product(single, NAME);
            return Pool.around(single, product + " through corral.jdbc-url", false, settings);
        } catch (StorageException | RuntimeException e) {
            Drivers.release();
            throw e;
        }
    }

    private static StorageException unknown() {
        return new StorageException(
                "corral.jdbc-url names a database that Corral has no driver for: use jdbc:postgresql: or jdbc:h2:.");
    }

    private static Properties properties(Jdbc jdbc, StorageSettings settings) {
        Properties properties = new Properties();
        jdbc.user().ifPresent(user -> properties.setProperty("user", user));
        jdbc.password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        // H2 refuses unknown properties. Properties in the URL win.
        if (jdbc.url().regionMatches(true, 0, "jdbc:postgresql:", 0, "jdbc:postgresql:".length())) {
            long seconds = Math.max(1, settings.connectTimeout().toSeconds());
            properties.setProperty("connectTimeout", Long.toString(seconds));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("ApplicationName", "corral");
        }
        return properties;
    }
}
