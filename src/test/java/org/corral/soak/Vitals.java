package org.corral.soak;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a process holds: of its heap what is in use after a garbage collection, and what Linux says of it.
 *
 * @param descriptors open files and sockets
 */
public record Vitals(long heapKilobytes, long residentKilobytes, long descriptors, long threads) {
    /** Of G1. */
    private static final Pattern USED = Pattern.compile("garbage-first heap .*used (\\d+)K");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    /** Collects garbage there. */
    public static Vitals of(long pid) throws IOException, InterruptedException {
        // What the first one makes free may keep something else from the second one.
        jcmd(pid, "GC.run");
        jcmd(pid, "GC.run");
        return new Vitals(
                number(USED, jcmd(pid, "GC.heap_info")),
                number(RESIDENT, Files.readString(Path.of("/proc/" + pid + "/status"))),
                count(pid, "fd"),
                count(pid, "task"));
    }

    static long threads(long pid) throws IOException {
        return count(pid, "task");
    }

    /** The classes of which most is in memory. */
    static String histogram(long pid, int lines) throws IOException, InterruptedException {
        return String.join(
                "\n", jcmd(pid, "GC.class_histogram").lines().limit(lines).toList());
    }

    /** What every thread is at. */
    static String stacks(long pid) throws IOException, InterruptedException {
        return jcmd(pid, "Thread.print");
    }

    private static long count(long pid, String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/" + pid + "/" + folder))) {
            return files.count();
        }
    }

    private static long number(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + pattern + " in " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(jcmd + " " + command + ": " + said);
        }
        return said;
    }
}
