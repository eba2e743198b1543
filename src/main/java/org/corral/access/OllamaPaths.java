package org.corral.access;

import java.util.List;
import java.util.Set;

/** What Ollama's routes do, as far as it matters here. What is not named is taken for the worst. */
final class OllamaPaths {
    static final String ROOT = "/ollama";

    /** Asking models, and what clients look at before they ask. */
    static final List<PathPattern> INFERENCE = List.of(
            // With the slash at its end and without it, which is the same.
            exactly(""),
            exactly("/"),
            exactly("/api/version"),
            exactly("/api/tags"),
            exactly("/api/generate"),
            exactly("/api/chat"),
            exactly("/api/embed"),
            exactly("/api/embeddings"),
            exactly("/v1/chat/completions"),
            exactly("/v1/completions"),
            exactly("/v1/responses"),
            exactly("/v1/messages"),
            exactly("/v1/embeddings"),
            exactly("/v1/audio/transcriptions"),
            new PathPattern(ROOT + "/v1/models", true));

    private static final PathPattern SHOW = exactly("/api/show");
    private static final Set<String> READING = Set.of("GET", "HEAD");

    private OllamaPaths() {}

    private static PathPattern exactly(String path) {
        return new PathPattern(ROOT + path, false);
    }

    /** Whether Ollama's clients come here, of which some know an address only. */
    static boolean isBelow(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    /** Whether the request may leave other models behind than there were before. */
    static boolean changesState(String method, String path) {
        return !READING.contains(method)
                && !SHOW.matches(path)
                && INFERENCE.stream().noneMatch(pattern -> pattern.matches(path));
    }
}
