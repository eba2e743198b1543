package org.corral.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a JVM what it has loaded, by the JDK's own command. */
final class Jcmd {
    /** Of all objects that are reachable. */
    private static final String HISTOGRAM = "GC.class_histogram";

    private Jcmd() {}

    /** How many objects of exactly this class are reachable. The JVM collects garbage before it looks. */
    static long objects(long pid, String type) throws IOException, InterruptedException {
        Matcher row = Pattern.compile("(?m)^ *[0-9]+: +([0-9]+) +[0-9]+ +" + Pattern.quote(type) + "( |$)")
                .matcher(run(pid, HISTOGRAM));
        return row.find() ? Long.parseLong(row.group(1)) : 0;
    }

    /** How many class loaders have a class of this name, when garbage was collected: also those without any object of it. */
    static long loaders(long pid, String type) throws IOException, InterruptedException {
        run(pid, HISTOGRAM);
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
