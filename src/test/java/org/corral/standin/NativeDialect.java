package org.corral.standin;

import java.time.Instant;
import java.util.List;

/** {@code /api/chat} and {@code /api/generate}: lines of JSON. */
record NativeDialect(String model, boolean chat) implements Dialect {
    @Override
    public boolean streamsUsually() {
        return true;
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public String token(int number, String text) {
        return "{" + start(text) + ",\"done\":false}\n";
    }

    @Override
    public List<String> closing(int tokens) {
        return List.of(whole("", tokens) + "\n");
    }

    @Override
    public String whole(String text, int tokens) {
        // Ollama leaves out figures that are zero.
        String evaluated = tokens == 0 ? "" : ",\"eval_count\":" + tokens + ",\"eval_duration\":" + tokens * 1_000_000L;
        return "{" + start(text) + ",\"done\":true,\"done_reason\":\"stop\",\"total_duration\":123456789,"
                + "\"load_duration\":1234567,\"prompt_eval_count\":7,\"prompt_eval_duration\":7654321" + evaluated
                + "}";
    }

    /** What comes when there is no prompt: the model was only loaded, or unloaded. */
    String loaded(boolean unload) {
        return "{" + start("") + ",\"done\":true,\"done_reason\":\"" + (unload ? "unload" : "load") + "\"}";
    }

    @Override
    public String error(String message) {
        return "{\"error\":" + LooseJson.quote(message) + "}";
    }

    private String start(String text) {
        String said = LooseJson.quote(text);
        return "\"model\":" + LooseJson.quote(model) + ",\"created_at\":\"" + Instant.now() + "\","
                + (chat ? "\"message\":{\"role\":\"assistant\",\"content\":" + said + "}" : "\"response\":" + said);
    }
}
