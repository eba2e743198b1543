package org.corral.ollama;

/** How Ollama streams the answer of a route if the request asks for a stream. */
public enum Streaming {
    /** One JSON object a line, each with a {@code message}. */
    CHAT(true),
    /** One JSON object a line, each with a {@code response}. */
    GENERATE(true),
    /** Server-sent events. */
    EVENTS(false);

    private final boolean byDefault;

    Streaming(boolean byDefault) {
        this.byDefault = byDefault;
    }

    /** Whether Ollama streams when the request does not say. */
    public boolean isDefault() {
        return byDefault;
    }
}
