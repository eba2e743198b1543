package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.Optional;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawClient;

/** Reads one streamed answer token by token, and does not take another's. */
final class Listener {
    private static final String CONTENT = "\"content\":\"";

    private final RawClient client;
    private final Question question;
    private final StringBuilder unread = new StringBuilder();
    private int tokens;
    private boolean done;
    private String lastLine = "";

    Listener(RawClient client, Question question) {
        this.client = client;
        this.question = question;
    }

    /** @return false at the end, in whatever way it came */
    boolean next() throws IOException {
        Optional<Piece> piece = client.next(SOON);
        if (piece.isEmpty()) {
            return false;
        }
        unread.append(piece.get().text());
        for (int end = unread.indexOf("\n"); end >= 0; end = unread.indexOf("\n")) {
            line(unread.substring(0, end));
            unread.delete(0, end + 1);
        }
        return true;
    }

    Listener toEnd() throws IOException {
        while (next()) {
            // on
        }
        return this;
    }

    private void line(String line) {
        if (!line.isEmpty()) {
            lastLine = line;
        }
        done |= line.contains("\"done\":true") || line.equals("data: [DONE]");
        int at = line.indexOf(CONTENT);
        if (at >= 0) {
            int from = at + CONTENT.length();
            said(line.substring(from, line.indexOf('"', from)));
        }
    }

    /** An empty one is a heartbeat, or the first or the last line. */
    private void said(String content) {
        if (!content.isEmpty()) {
            assertThat(content).as("token %d of %s", tokens, question).isEqualTo(question.token(tokens));
            tokens++;
        }
    }

    int tokens() {
        return tokens;
    }

    /** Of what was read so far, what is no empty line. */
    String lastLine() {
        return lastLine;
    }

    /** Whether everything came, and nothing behind it. */
    boolean isWhole() {
        return done && tokens == question.tokens() && unread.isEmpty() && client.ending() == Ending.CLEAN;
    }

    /** At the end, in words for people. */
    String state() {
        return tokens + " of " + question.tokens() + " tokens, " + client.ending() + ", last line: " + lastLine;
    }
}
