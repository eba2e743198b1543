package org.corral.it;

import org.corral.wire.RawClient;

/**
 * What callers send most: a question whose answer is streamed. The stand-in says {@code <marker>:0}, {@code <marker>:1}
 * and so on.
 */
public record Chat(String path, String marker, int tokens, String moreOptions) {
    /** NDJSON from {@code /ollama/api/chat}. */
    public static Chat ndjson(String marker, int tokens) {
        return new Chat("/ollama/api/chat", marker, tokens, "");
    }

    /** Server-sent events from {@code /ollama/v1/chat/completions}. */
    public static Chat events(String marker, int tokens) {
        return new Chat("/ollama/v1/chat/completions", marker, tokens, "");
    }

    /** So many milliseconds from one token to the next. */
    public Chat every(int millis) {
        return new Chat(path, marker, tokens, ",\"delay_ms\":" + millis);
    }

    public String body() {
        return "{\"model\":\"llama3.2\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"stream\":true,\"options\":"
                + "{\"num_predict\":" + tokens + ",\"marker\":\"" + marker + "\"" + moreOptions + "}}";
    }

    /** The whole request. */
    public String by(Person caller) {
        return RawClient.post(path, body(), caller.bearer());
    }
}
