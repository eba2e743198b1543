package org.corral.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.corral.http.Refusal;

/**
 * A response of Ollama's that is no stream, although a stream to the caller has begun, so that only a line of it can carry the
 * response. It is an error, or says that a model has been loaded for a caller who asked for no more.
 */
final class LateResponse {
    private static final int MOST = 64 << 10;
    private static final int OK = 200;

    private final int status;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    LateResponse(int status) {
        this.status = status;
    }

    /** Bytes beyond the limit are dropped. */
    void add(ByteBuffer piece) {
        int length = Math.min(piece.remaining(), MOST - body.size());
        body.write(piece.array(), piece.arrayOffset() + piece.position(), length);
    }

    boolean isError() {
        return status != OK;
    }

    /** The body itself if it is one JSON object on one line, which Ollama's clients understand; else a line that names the status. */
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
