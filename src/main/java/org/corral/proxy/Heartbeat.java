package org.corral.proxy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.corral.http.JsonText;

/**
 * What a streamed answer says while Ollama is silent, in a form that every client takes without noticing: a line like those
 * before it, with nothing in it, or a comment (WHATWG HTML, 9.2.6). It tells whether the caller is still there, and keeps
 * proxies on the way from giving up.
 */
enum Heartbeat {
    CHAT(Framing.LINES, true),
    GENERATE(Framing.LINES, true),
    EVENTS(Framing.EVENTS, false);

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Framing framing;
    private final boolean streamsByDefault;

    Heartbeat(Framing framing, boolean streamsByDefault) {
        this.framing = framing;
        this.streamsByDefault = streamsByDefault;
    }

    Framing framing() {
        return framing;
    }

    /** Whether the answer is streamed where the request does not say. */
    boolean streamsByDefault() {
        return streamsByDefault;
    }

    /** @param model as the request has named it */
    byte[] beat(String model, Instant now) {
        if (this == EVENTS) {
            return COMMENT;
        }
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("model", model);
        line.put("created_at", now.toString());
        if (this == CHAT) {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("role", "assistant");
            message.put("content", "");
            line.put("message", message);
        } else {
            line.put("response", "");
        }
        line.put("done", false);
        return JsonText.line(line);
    }
}
