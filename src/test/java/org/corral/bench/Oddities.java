package org.corral.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/** What arrives otherwise than it was sent. */
final class Oddities {
    private static final Duration TIMEOUTS = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofSeconds(2);
    private static final String DONE = "\"done\":true";

    private Oddities() {}

    /**
     * Whether the first token comes while Ollama is silent before the second one. IllegalStateException if it is not an
     * answer of two tokens.
     */
    static String firstToken(Candidate candidate) throws IOException {
        long asked = System.nanoTime();
        RawAnswer answer = RawClient.exchange(candidate.port(), candidate.chat(2, SILENCE, ""), TIMEOUTS);
        List<Piece> pieces = answer.pieces();
        if (answer.status() != 200 || answer.ending() != Ending.CLEAN || tokens(answer) != 2 || !isDone(answer)) {
            throw candidate.unfit("instead of two tokens: " + answer.head().statusLine() + "\n" + answer.text());
        }
        long came = pieces.get(0).arrivedNanos() - asked;
        return came < SILENCE.toNanos() / 2
                ? "at once"
                : String.format(Locale.ROOT, "after %.1f s, with the next", came / 1e9);
    }

    /** What a caller sees when Ollama dies after three of ten tokens. */
    static String cutAnswer(Candidate candidate) throws IOException {
        RawAnswer answer = RawClient.exchange(
                candidate.port(), candidate.chat(10, Duration.ofMillis(50), ",\"cut_after\":3"), TIMEOUTS);
        if (answer.status() != 200) {
            return "status " + answer.status();
        }
        boolean looksWhole = answer.ending() == Ending.CLEAN && !isDone(answer);
        return tokens(answer) + " tokens, " + (looksWhole ? "looks whole" : "broken off");
    }

    private static long tokens(RawAnswer answer) {
        return answer.text().chars().filter(c -> c == FastOllama.MARK).count() / 2;
    }

    private static boolean isDone(RawAnswer answer) {
        return answer.text().contains(DONE);
    }
}
