package org.corral.standin;

import java.util.List;

/** {@code /v1/responses}, as far as a gateway sees it: deltas, then {@code response.completed} with the usage. */
record ResponsesDialect(String model) implements Dialect {
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
        return List.of(Dialect.event(
                "response.created",
                "{\"type\":\"response.created\",\"response\":" + response("in_progress", "", "null") + "}"));
    }

    @Override
    public String token(int number, String text) {
        return Dialect.event(
                "response.output_text.delta",
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":" + LooseJson.quote(text) + "}");
    }

    @Override
    public List<String> closing(int tokens) {
        return List.of(Dialect.event(
                "response.completed", "{\"type\":\"response.completed\",\"response\":" + whole("", tokens) + "}"));
    }

    @Override
    public String whole(String text, int tokens) {
        String output = "{\"type\":\"message\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\",\"text\":"
                + LooseJson.quote(text) + "}]}";
        return response(
                "completed",
                output,
                "{\"input_tokens\":7,\"output_tokens\":" + tokens + ",\"total_tokens\":" + (tokens + 7) + "}");
    }

    @Override
    public String error(String message) {
        return OpenAiDialect.openAiError(message);
    }

    private String response(String status, String output, String usage) {
        return "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"" + status + "\",\"model\":"
                + LooseJson.quote(model) + ",\"output\":[" + output + "],\"usage\":" + usage + "}";
    }
}
