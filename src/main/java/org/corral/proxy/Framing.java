package org.corral.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.corral.http.JsonText;
import org.corral.http.LastLine;
import org.corral.http.Refusal;
import org.corral.upstream.ResponseHead;

/** The division of a streamed answer into lines or events. Corral adds lines of its own between them. */
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

    String mediaType() {
        return mediaType;
    }

    /** Empty for an answer to which nothing can be added. */
    static Optional<Framing> of(ResponseHead head) {
        return head.has("Content-Length") ? Optional.empty() : like(head);
    }

    /** The framing by media type, even if the length is known; empty for an answer to which nothing can be added. */
    static Optional<Framing> like(ResponseHead head) {
        return head.has("Content-Encoding") ? Optional.empty() : byType(head);
    }

    /** Whether the answer is streamed, compressed or not. */
    static boolean isStream(ResponseHead head) {
        return !head.has("Content-Length") && byType(head).isPresent();
    }

    private static Optional<Framing> byType(ResponseHead head) {
        String type = head.first("Content-Type").orElse("");
        String essence = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
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

    /** As Ollama tells how far it has come. */
    static byte[] statusLine(String status) {
        return JsonText.line(Map.of("status", status));
    }

    /** A JSON object as a line of its own, or as an event. */
    byte[] line(String path, String json) {
        return this == LINES ? (json + "\n").getBytes(StandardCharsets.UTF_8) : LastLine.event("/ollama" + path, json);
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

        /** The number of bytes of the next piece that belong to the open line or event; all, if it stays open. */
        int rest(ByteBuffer piece) {
            int seen = run;
            int at = piece.position();
            while (seen < newlines && at < piece.limit()) {
                seen = after(seen, piece.get(at));
                at++;
            }
            return at - piece.position();
        }

        void pass(ByteBuffer piece) {
            int at = piece.limit();
            while (at > piece.position() && isNewline(piece.get(at - 1))) {
                at--;
            }
            run = at == piece.position() ? run : 0;
            while (at < piece.limit()) {
                run = after(run, piece.get(at));
                at++;
            }
        }

        private static int after(int run, byte b) {
            return b == '\n' ? run + 1 : b == '\r' ? run : 0;
        }

        /** A line may end in both. */
        private static boolean isNewline(byte b) {
            return b == '\n' || b == '\r';
        }
    }
}
