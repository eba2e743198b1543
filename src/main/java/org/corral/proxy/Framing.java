package org.corral.proxy;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.corral.http.LastLine;
import org.corral.http.Refusal;

/** How a streamed answer is divided: what a line of our own may follow. */
enum Framing {
    /** One JSON value a line, as Ollama streams by itself. */
    LINES("application/x-ndjson", 1),
    /** Server-sent events, each of which an empty line ends. */
    EVENTS("text/event-stream", 2);

    private final String mediaType;
    private final int newlines;

    Framing(String mediaType, int newlines) {
        this.mediaType = mediaType;
        this.newlines = newlines;
    }

    /** Empty for an answer to which nothing can be added. */
    static Optional<Framing> of(HttpResponse head) {
        Header type = head.getFirstHeader("Content-Type");
        if (type == null || head.containsHeader("Content-Length") || head.containsHeader("Content-Encoding")) {
            return Optional.empty();
        }
        String essence = type.getValue().split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (Framing framing : values()) {
            if (framing.mediaType.equals(essence)) {
                return Optional.of(framing);
            }
        }
        return Optional.empty();
    }

    /** An error at the end of such an answer from this path below {@code /ollama}. */
    byte[] lastLine(String path, Refusal why) {
        return this == LINES ? LastLine.ofLines(why) : LastLine.ofEvents("/ollama" + path, why);
    }

    Position start() {
        return new Position();
    }

    /** Where in such an answer one is. */
    final class Position {
        // The beginning is as good as an end.
        private int run = newlines;

        Framing framing() {
            return Framing.this;
        }

        /** Whether nothing is open. */
        boolean isBetween() {
            return run >= newlines;
        }

        /** How many bytes of the next piece belong to what is open; all of them, if it is open afterwards still. */
        int rest(ByteBuffer piece) {
            int seen = run;
            int at = piece.position();
            while (seen < newlines && at < piece.limit()) {
                seen = piece.get(at) == '\n' ? seen + 1 : 0;
                at++;
            }
            return at - piece.position();
        }

        void pass(ByteBuffer piece) {
            int at = piece.limit();
            while (at > piece.position() && piece.get(at - 1) == '\n') {
                at--;
            }
            int trailing = piece.limit() - at;
            run = trailing == piece.remaining() ? run + trailing : trailing;
        }
    }
}
