package org.corral.standin;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What a request to generate asks for. The options beyond Ollama's own steer the stand-in. */
record Asked(JsonNode body) {
    private static final int USUAL_TOKENS = 5;

    /** {@code name} counts where {@code model} is empty, as with Ollama. */
    String model() {
        String model = text(body, "model");
        return model.isBlank() ? text(body, "name") : model;
    }

    boolean stream(boolean usually) {
        return body.path("stream").asBoolean(usually);
    }

    /** {@code options.num_predict}, or what the other dialects call it. */
    int tokens() {
        for (String name : new String[] {"max_tokens", "max_completion_tokens", "max_output_tokens"}) {
            if (body.path(name).isNumber()) {
                return body.path(name).asInt(0);
            }
        }
        return option("num_predict").asInt(USUAL_TOKENS);
    }

    boolean limitsTokens() {
        return option("num_predict").isNumber();
    }

    /** {@code options.interval_us} or {@code options.delay_ms}: from one token to the next. */
    Duration interval(Duration usually) {
        if (option("interval_us").isNumber()) {
            return Duration.ofNanos(option("interval_us").asLong(0) * 1000);
        }
        return option("delay_ms").isNumber()
                ? Duration.ofMillis(option("delay_ms").asLong(0))
                : usually;
    }

    /** {@code options.first_delay_ms}: before the first token. */
    Duration firstDelay() {
        return Duration.ofMillis(option("first_delay_ms").asLong(0));
    }

    /** {@code options.marker}, else {@code marker}: stands in every token, so that streams can be told apart. */
    String marker() {
        return option("marker").asString(text(body, "marker"));
    }

    /** {@code options.token_bytes}: how long each token is at least. */
    int tokenBytes() {
        return option("token_bytes").asInt(0);
    }

    boolean wantsUsage() {
        return body.path("stream_options").path("include_usage").asBoolean(false);
    }

    boolean hasPrompt() {
        return !text(body, "prompt").isEmpty() || !body.path("messages").isEmpty();
    }

    private JsonNode option(String name) {
        return body.path("options").path(name);
    }

    static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }
}
