package org.corral.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The command line of Payara and GlassFish. */
final class Asadmin {
    private static final String LISTENER =
            "set configs.config.server-config.network-config.network-listeners.network-listener.http-listener-1.";

    /** GlassFish gives up after one minute, which is too short on a busy machine. */
    private static final String START_MILLIS = "200000";

    private Asadmin() {}

    /** The server gets the environment of the command that starts it. */
    static String run(ServerPlace place, String... arguments) throws IOException, InterruptedException {
        // The script, since in GlassFish 8 the command line is no jar that java starts.
        List<String> command = new ArrayList<>(
                List.of("bash", place.home().resolve("glassfish/bin/asadmin").toString()));
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(place.environment());
        environment.put("AS_START_TIMEOUT", START_MILLIS);
        environment.put("AS_JAVA", System.getProperty("java.home"));
        return Commands.run(command, place.base(), environment);
    }

    /** For HTTP, on this machine only. */
    static List<String> listenAt(int port) {
        return List.of(LISTENER + "address=127.0.0.1", LISTENER + "port=" + port);
    }

    static ProcessHandle process(Path domain) throws IOException {
        String pid = Files.readString(domain.resolve("config/pid")).strip();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new AssertionError("no process " + pid));
    }
}
