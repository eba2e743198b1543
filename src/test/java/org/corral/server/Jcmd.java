package org.corral.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Asks a JVM what it has loaded, by the JDK's own command. */
final class Jcmd {
    private Jcmd() {}

    /** All objects that are reachable, counted by their classes. The JVM collects garbage before it looks. */
    static String histogram(long pid) throws IOException, InterruptedException {
        return run(pid, "GC.class_histogram");
    }

    /** How many class loaders have a class of this name. It says so of those too of whose class there is no object any more. */
    static long copies(long pid, String type) throws IOException, InterruptedException {
        histogram(pid);
        return run(pid, "VM.class_hierarchy", type)
                .lines()
                .filter(line -> line.contains("--" + type + "/"))
                .count();
    }

    private static String run(long pid, String... command) throws IOException, InterruptedException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        return Commands.run(
                List.of(jcmd, Long.toString(pid), String.join(" ", command)),
                Path.of("").toAbsolutePath(),
                Map.of());
    }
}
