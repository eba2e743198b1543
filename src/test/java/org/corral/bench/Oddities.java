package org.corral.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawClient;

/** What arrives otherwise than it was sent. */
final class Oddities {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final String DONE = "\"done\":true";

    private Oddities() {}

    /** Whether the first token comes while Ollama is silent before the second one. */
    static String firstToken(Candidate candidate) throws IOException {
        long asked = System.nanoTime();
        try (RawClient client = RawClient.connect(candidate.port()).send(candidate.chat(2, SILENCE, ""))) {
            client.readHead(PATIENCE);
            long came = client.next(PATIENCE).map(Piece::arrivedNanos).orElseThrow() - asked;
            return came < SILENCE.toNanos() / 2
                    ? "at once"
                    : String.format(Locale.ROOT, "after %.1f s, with the next", came / 1e9);
        }
    }

    /** What a caller sees when Ollama dies after three of ten tokens. */
    static String cutAnswer(Candidate candidate) throws IOException {
        try (RawClient client = RawClient.connect(candidate.port())
                .send(candidate.chat(10, Duration.ofMillis(50), ",\"cut_after\":3"))) {
            int status = client.readHead(PATIENCE).status();
            StringBuilder text = new StringBuilder();
            for (Optional<Piece> piece = client.next(PATIENCE); piece.isPresent(); piece = client.next(PATIENCE)) {
                text.append(piece.get().text());
            }
            long tokens = text.chars().filter(c -> c == FastOllama.MARK).count() / 2;
            boolean clean = client.ending() == Ending.CLEAN && text.indexOf(DONE) < 0;
            return status + ", " + tokens + " tokens, " + (clean ? "looks whole" : "broken off");
        }
    }
}
