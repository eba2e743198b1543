package org.corral.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Programs of a server. Of the machine's own environment they get PATH, HOME and the like only. */
final class Commands {
    private static final Set<String> KEPT = Set.of("PATH", "HOME", "TMPDIR", "SystemRoot", "TEMP");
    private static final int MINUTES = 4;

    private Commands() {}

    /** Starts a program whose output goes to this file. */
    static Process start(List<String> command, Path folder, Map<String, String> environment, Path output)
            throws IOException {
        Files.createDirectories(output.getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Runs a program to its end and returns what it has written; an {@link AssertionError} with that if it fails. */
    static String run(List<String> command, Path folder, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile("corral-command", ".out");
        try {
            Process process = start(command, folder, environment, output);
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            String written = Files.readString(output, StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", command) + " failed:\n" + written);
            }
            return written;
        } finally {
            Files.delete(output);
        }
    }
}
