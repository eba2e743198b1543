package org.corral.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the error that ends a streamed answer, in the form that Ollama's clients expect there. */
public final class LastLine {
    private LastLine() {}

    /** A line of NDJSON, as Ollama itself writes it. */
    public static byte[] ofLines(Refusal refusal) {
        return bytes(json(Map.of("error", refusal.text())) + "\n");
    }

    /**
     * A server-sent event.
     *
     * @param path below the context path, as the caller sent it; it tells which clients read the event
     */
    public static byte[] ofEvents(String path, Refusal refusal) {
        Map<String, Object> body = ErrorShape.of(path).body(refusal);
        return event(path, json(isResponses(path) ? responsesError(refusal, body) : body));
    }

    /** A server-sent event of an error that is JSON already, in one line. */
    public static byte[] event(String path, String json) {
        boolean named = isResponses(path) || ErrorShape.of(path) == ErrorShape.ANTHROPIC;
        return bytes((named ? "event: error\n" : "") + "data: " + json + "\n\n");
    }

    private static boolean isResponses(String path) {
        return path.equals("/ollama/v1/responses");
    }

    /** OpenAI's Responses API has a form of its own; the SDKs look for {@code error} first. */
    private static Map<String, Object> responsesError(Refusal refusal, Map<String, Object> body) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "error");
        event.put("code", null);
        event.put("message", refusal.text());
        event.put("param", null);
        event.putAll(body);
        return event;
    }

    private static String json(Map<String, Object> value) {
        return Json.MAPPER.writeValueAsString(value);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
