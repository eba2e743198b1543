package org.corral.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.corral.http.Refusal;

/**
 * What Ollama says as a whole, when the stream has begun already so that only a line can tell it: an error, or that a model has
 * been loaded for somebody who has asked for no more.
 */
final class LateResponse {
    private static final int MOST = 64 << 10;
    private static final int OK = 200;

    private final int status;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    LateResponse(int status) {
        this.status = status;
    }

    /** What is too much is left out. */
    void add(ByteBuffer piece) {
        int length = Math.min(piece.remaining(), MOST - body.size());
        body.write(piece.array(), piece.arrayOffset() + piece.position(), length);
    }

    boolean isError() {
        return status != OK;
    }

    /** Its own words where they are one JSON object in a line, which its clients understand. */
    byte[] lastLine(Framing framing, String path) {
        String text = body.toString(StandardCharsets.UTF_8).strip();
        boolean isObject = body.size() < MOST && text.startsWith("{") && text.endsWith("}") && text.indexOf('\n') < 0;
        if (isObject && (status >= 400 || (status == OK && framing == Framing.LINES))) {
            return framing.line(path, text);
        }
        int told = status >= 400 && status < 600 ? status : 502;
        return framing.lastLine(
                path, Refusal.of(told, "Ollama answered with status " + status + " in place of a stream."));
    }
}
