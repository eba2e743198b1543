package org.corral.standin;

import java.util.List;

/** {@code /v1/messages}. */
record AnthropicDialect(String model) implements Dialect {
    @Override
    public boolean streamsUsually() {
        return false;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public List<String> opening() {
        return List.of(
                Dialect.event(
                        "message_start", "{\"type\":\"message_start\",\"message\":" + message("", "null", 0) + "}"),
                Dialect.event(
                        "content_block_start",
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"));
    }

    @Override
    public String token(int number, String text) {
        return Dialect.event(
                "content_block_delta",
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":"
                        + LooseJson.quote(text) + "}}");
    }

    @Override
    public List<String> closing(int tokens) {
        return List.of(
                Dialect.event("content_block_stop", "{\"type\":\"content_block_stop\",\"index\":0}"),
                Dialect.event(
                        "message_delta",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"input_tokens\":7,"
                                + "\"output_tokens\":" + tokens + "}}"),
                Dialect.event("message_stop", "{\"type\":\"message_stop\"}"));
    }

    @Override
    public String whole(String text, int tokens) {
        return message("{\"type\":\"text\",\"text\":" + LooseJson.quote(text) + "}", "\"end_turn\"", tokens);
    }

    @Override
    public String error(String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":" + LooseJson.quote(message)
                + "}}";
    }

    private String message(String content, String reason, int tokens) {
        return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":" + LooseJson.quote(model)
                + ",\"content\":[" + content + "],\"stop_reason\":" + reason
                + ",\"usage\":{\"input_tokens\":7,\"output_tokens\":" + tokens + "}}";
    }
}
