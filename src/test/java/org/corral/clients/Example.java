package org.corral.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Map;

/** A script that people copy: it takes the gate's address and a key from the environment, and prints what a model says. */
final class Example {
    private Example() {}

    /** All that it prints; an {@link AssertionError} if it fails. */
    static String run(Client client, String gate, String key) throws IOException, InterruptedException {
        ProcessBuilder builder =
                ClientProcess.builder(client.running("examples")).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GATE", gate, "GATE_KEY", key));
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(client + " said: " + printed);
        }
        return printed;
    }
}
