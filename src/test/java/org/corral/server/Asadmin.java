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

    /** From the first port of a domain to that of administration. */
    private static final int ADMIN = 48;

    /** A command lives for a second: the JVM's second compiler would be done when it is over. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    /** Else a start of GlassFish 8 may hang, as server-config/glassfish says; this is for starts before its commands have been run. */
    private static final String ONE_BY_ONE = "-Dorg.glassfish.startupThreadPolicy=USE_NO_THREADS";

    private Asadmin() {}

    /** A command that needs no server, or starts one, which gets the environment of its command. */
    static String run(ServerPlace place, String... arguments) throws IOException, InterruptedException {
        return run(place, String.join(" ", place.jvmArgs()), List.of(arguments));
    }

    private static String run(ServerPlace place, String jvmArgs, List<String> arguments)
            throws IOException, InterruptedException {
        // The script, since in GlassFish 8 the command line is no jar that java starts.
        List<String> command = new ArrayList<>(
                List.of("bash", place.home().resolve("glassfish/bin/asadmin").toString()));
        command.addAll(arguments);
        Map<String, String> environment = new HashMap<>(place.environment());
        environment.put("JAVA_TOOL_OPTIONS", String.join(" ", ONE_BY_ONE, jvmArgs));
        environment.put("AS_START_TIMEOUT", START_MILLIS);
        environment.put("AS_JAVA", System.getProperty("java.home"));
        return Commands.run(command, place.base(), environment);
    }

    /** A command for the server that runs, whose ports are counted from here. */
    static String at(int ports, ServerPlace place, List<String> command) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("--port", Integer.toString(ports + ADMIN)));
        arguments.addAll(command);
        return run(place, QUICK, arguments);
    }

    /** The command that deploys the application, in place of the one that is there. */
    static List<String> deployment(ServerPlace place) {
        return List.of(
                "deploy",
                "--force=true",
                "--contextroot=" + place.context(),
                place.war().toString());
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
