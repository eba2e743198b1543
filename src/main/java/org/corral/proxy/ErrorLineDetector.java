package org.corral.proxy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Notices an error within a stream that has begun well: Ollama says it as a line {@code {"error":"…"}}. On one thread at a time. */
final class ErrorLineDetector {
    private static final byte[] BEGINNING = "{\"error\":".getBytes(StandardCharsets.US_ASCII);
    private static final int ANOTHER = -1;

    private int matched; // bytes of the beginning, in the line that one is in; or it is another line
    private boolean seen;

    /** A piece of the stream. */
    void pass(ByteBuffer piece) {
        for (int at = piece.position(); at < piece.limit() && !seen; at++) {
            byte next = piece.get(at);
            if (next == '\n') {
                matched = 0;
            } else if (matched != ANOTHER) {
                matched = next == BEGINNING[matched] ? matched + 1 : ANOTHER;
                seen = matched == BEGINNING.length;
            }
        }
    }

    boolean isSeen() {
        return seen;
    }
}
