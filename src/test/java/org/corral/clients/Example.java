package org.corral.clients;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A script that people copy: it takes the gate's address and a key from the environment, and prints what a model says. */
final class Example {
    private Example() {}

    /** All that it prints; an {@link AssertionError} if it fails or goes on for longer than {@link org.corral.it.Gate#SOON}. */
    static String run(Client client, String gate, String key) throws IOException, InterruptedException {
        Path printed = Language.FOLDER.resolve("example.log");
        ProcessBuilder builder = ClientProcess.builder(client.running("examples"))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        builder.environment().putAll(Map.of("GATE", gate, "GATE_KEY", key));
        Process process = builder.start();
        boolean ended = process.waitFor(SOON.toMillis(), MILLISECONDS);
        process.destroyForcibly().waitFor();
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(client + " said: " + Files.readString(printed));
        }
        return Files.readString(printed);
    }
}
