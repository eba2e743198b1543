package org.corral.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

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
 */
record ServerPlace(
        Path home,
        Path base,
        Path war,
        String context,
        int port,
        Map<String, String> environment,
        List<String> jvmArgs) {

    /** A file that operators copy. */
    static Path serverConfig(String file) {
        return Path.of("server-config").resolve(file).toAbsolutePath();
    }

    /** The {@code java} of the JDK that runs the tests. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
