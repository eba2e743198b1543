package org.corral.proxy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.http.JsonText;
import org.corral.ollama.Route;
import org.corral.ollama.Streaming;

/**
 * The line that is written into a streamed answer while Ollama is silent. Clients ignore it: it has the form of Ollama's own lines
 * with an empty text, or is a comment of an event stream (WHATWG HTML, 9.2.6). A caller who has left answers it with a reset, and
 * proxies on the way see that the stream lives.
 */
enum Heartbeat {
    CHAT(Streaming.CHAT, Framing.LINES),
    GENERATE(Streaming.GENERATE, Framing.LINES),
    EVENTS(Streaming.EVENTS, Framing.EVENTS);

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Streaming streaming;
    private final Framing framing;

    Heartbeat(Streaming streaming, Framing framing) {
        this.streaming = streaming;
        this.framing = framing;
    }

    /** Empty if Corral adds nothing to the route's answers. */
    static Optional<Heartbeat> of(Route route) {
        return route.streaming().flatMap(streaming -> Arrays.stream(values())
                .filter(beat -> beat.streaming == streaming)
                .findFirst());
    }

    Framing framing() {
        return framing;
    }

    /** Whether the answer is streamed where the request does not say. */
    boolean streamsByDefault() {
        return streaming.isDefault();
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
