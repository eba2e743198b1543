package org.corral.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where one server is started, and with what.
 *
 * @param home what the server's archive contains, never written to
 * @param base an empty folder of its own
 * @param war to be deployed
 * @param context its context path: {@code /} or {@code /corral}
 * @param port of 127.0.0.1, for HTTP
 * @param environment of the process: the settings
 * @param jvmArgs such as {@code -Xmx512m}
 * @param database that the server is to have as its data source
 */
record ServerPlace(
        Path home,
        Path base,
        Path war,
        String context,
        int port,
        Map<String, String> environment,
        List<String> jvmArgs,
        Optional<BoundDatabase> database) {

    /** A file that operators copy. */
    static Path serverConfig(String file) {
        return Path.of("server-config").resolve(file).toAbsolutePath();
    }

    /** @param server a name that has files for data sources in {@code server-config} */
    Optional<Path> dataSource(String server, String extension) {
        return database.map(bound -> bound.file(server, extension));
    }

    /** Puts the driver of the data source there, if there is one. */
    void copyDriver(Path folder) throws IOException {
        if (database.isPresent()) {
            database.get().copyDriver(folder);
        }
    }

    /** The {@code java} of the JDK that runs the tests. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
