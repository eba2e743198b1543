package org.corral.standin;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** For those who want to try Corral and have no Ollama: one model that only knows canned sentences, and says so. */
public final class DemoOllama {
    private static final Duration HUMAN_PACE = Duration.ofMillis(33);
    private static final String CONFESSION =
            "This is not a real model: I am Corral's stand-in for Ollama and only know canned sentences. ";
    private static final List<String> SENTENCES = List.of(
            "Here is one: a corral keeps the llamas together and lets only those in who may ride them.",
            "Here is one: every word that you see was sent on its own, the moment that it was ready.",
            "Here is one: a gate is only as good as the fence beside it.",
            "Here is one: install Ollama, start Corral without the demo, and somebody cleverer will answer.");

    private DemoOllama() {}

    public static void main(String[] arguments) throws InterruptedException {
        PrintStream console = System.out;
        int port = arguments.length == 0 ? 11434 : Integer.parseInt(arguments[0]);
        try (StandInOllama demo = start(port)) {
            console.println("Stand-in for Ollama at " + demo.url()
                    + ": one model, canned:latest, that only knows canned sentences.");
            demo.awaitClose();
        } catch (IOException e) {
            console.println("The stand-in for Ollama cannot listen on 127.0.0.1:" + port + ": " + e.getMessage());
            System.exit(1);
        }
    }

    static StandInOllama start(int port) throws IOException {
        AtomicInteger turn = new AtomicInteger();
        Words words = asked -> said(SENTENCES.get(Math.floorMod(turn.getAndIncrement(), SENTENCES.size())));
        return StandInOllama.start(port, words, HUMAN_PACE, List.of("canned:latest"));
    }

    private static Iterator<String> said(String sentence) {
        // Each word keeps the blank before it, as a model's tokens do.
        return Arrays.asList((CONFESSION + sentence).split("(?= )", -1)).iterator();
    }
}
