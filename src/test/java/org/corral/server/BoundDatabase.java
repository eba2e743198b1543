package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A database that a server is to have as its data source {@code jdbc/corral}, by the files of {@code server-config}.
 *
 * @param product as in the names of these files: {@code postgresql}, {@code mariadb}
 * @param driver the jar
 */
public record BoundDatabase(String product, Path driver, String url, String user, String password) {

    /** The variables from which the files take what differs from place to place. */
    Map<String, String> environment() {
        return Map.of("JDBC_URL", url, "JDBC_USER", user, "JDBC_PASSWORD", password);
    }

    /** Of one server's folder: {@code data-source-postgresql.cli}. */
    Path file(String server, String extension) {
        return ServerPlace.serverConfig(server + "/data-source-" + product + "." + extension);
    }

    /** Puts the driver where these files look for it: {@code postgresql.jar}. */
    void copyDriver(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(driver, folder.resolve(product + ".jar"));
    }
}
