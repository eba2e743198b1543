package org.corral.standin;

import java.util.ArrayList;
import java.util.List;

/** {@code /v1/chat/completions} and {@code /v1/completions}: JSON, or server-sent events up to {@code [DONE]}. */
record OpenAiDialect(String model, boolean chat, boolean usageWanted) implements Dialect {
    @Override
    public boolean streamsUsually() {
        return false;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public String token(int number, String text) {
        return Dialect.event(piece(choice(chat ? delta(text) : text(text), "null"), ""));
    }

    @Override
    public List<String> closing(int tokens) {
        List<String> events = new ArrayList<>();
        events.add(Dialect.event(piece(choice(chat ? delta("") : text(""), "\"stop\""), "")));
        if (usageWanted) {
            events.add(Dialect.event(piece("", usage(tokens))));
        }
        events.add(Dialect.event("[DONE]"));
        return events;
    }

    @Override
    public String whole(String text, int tokens) {
        String message = "\"message\":{\"role\":\"assistant\",\"content\":" + LooseJson.quote(text) + "}";
        return object(
                chat ? "chat.completion" : "text_completion",
                choice(chat ? message : text(text), "\"stop\""),
                usage(tokens));
    }

    @Override
    public String error(String message) {
        return openAiError(message);
    }

    static String openAiError(String message) {
        return "{\"error\":{\"message\":" + LooseJson.quote(message)
                + ",\"type\":\"not_found_error\",\"param\":null,\"code\":null}}";
    }

    private String piece(String choices, String usage) {
        return object(chat ? "chat.completion.chunk" : "text_completion", choices, usage);
    }

    private String object(String kind, String choices, String usage) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"" + kind + "\",\"created\":1700000000,\"model\":"
                + LooseJson.quote(model) + ",\"system_fingerprint\":\"fp_ollama\",\"choices\":[" + choices + "]" + usage
                + "}";
    }

    private static String choice(String content, String reason) {
        return "{\"index\":0," + content + ",\"finish_reason\":" + reason + "}";
    }

    private static String delta(String text) {
        return "\"delta\":{\"role\":\"assistant\",\"content\":" + LooseJson.quote(text) + "}";
    }

    private static String text(String text) {
        return "\"text\":" + LooseJson.quote(text);
    }

    private static String usage(int tokens) {
        return ",\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":" + tokens + ",\"total_tokens\":" + (tokens + 7)
                + "}";
    }
}
