package org.corral.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.corral.http.Refusal;

/** An error of Ollama's that came when the stream had begun already, so that only a line can tell it. */
final class LateError {
    private static final int MOST = 64 << 10;

    private final int status;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    LateError(int status) {
        this.status = status;
    }

    /** What is too much is left out. */
    void add(ByteBuffer piece) {
        int length = Math.min(piece.remaining(), MOST - body.size());
        body.write(piece.array(), piece.arrayOffset() + piece.position(), length);
    }

    /** Its own words where they are one JSON object in a line, which its clients understand. */
    byte[] lastLine(Framing framing, String path) {
        String text = body.toString(StandardCharsets.UTF_8).strip();
        boolean isObject = body.size() < MOST && text.startsWith("{") && text.endsWith("}") && text.indexOf('\n') < 0;
        if (isObject && status >= 400) {
            return framing.line(path, text);
        }
        int told = status >= 400 && status < 600 ? status : 502;
        return framing.lastLine(
                path, Refusal.of(told, "Ollama answered with status " + status + " in place of a stream."));
    }
}
