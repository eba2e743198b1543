package org.corral.proxy;

import static java.util.Map.entry;
import static org.corral.settings.Role.ADMIN;
import static org.corral.settings.Role.USER;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Every route of Ollama that may pass. What is not listed does not exist for callers: above all {@code /api/me},
 * {@code /api/signout}, {@code /api/user/keys/…}, {@code /api/status} and {@code /api/experimental/…}, which act on the
 * cloud account of the server's owner.
 */
final class Routes {
    /** Paths below {@code /ollama}, to the letter; nothing in what the caller sent is decoded. */
    private static final Map<String, Route> BY_PATH = Map.ofEntries(
            entry("/", Route.of(USER, "GET", "HEAD")),
            entry("/api/version", Route.of(USER, "GET", "HEAD")),
            entry("/api/tags", Route.of(USER, "GET", "HEAD")),
            entry("/api/ps", Route.of(USER, "GET")),
            entry("/api/show", Route.of(USER, "POST")),
            entry("/api/generate", Route.of(USER, "POST")),
            entry("/api/chat", Route.of(USER, "POST")),
            entry("/api/embed", Route.of(USER, "POST")),
            entry("/api/embeddings", Route.of(USER, "POST")),
            entry("/api/pull", Route.of(ADMIN, "POST")),
            entry("/api/push", Route.of(ADMIN, "POST")),
            entry("/api/create", Route.of(ADMIN, "POST")),
            entry("/api/delete", Route.of(ADMIN, "DELETE")),
            entry("/api/copy", Route.of(ADMIN, "POST")),
            entry("/v1/chat/completions", Route.of(USER, "POST")),
            entry("/v1/completions", Route.of(USER, "POST")),
            entry("/v1/responses", Route.of(USER, "POST")),
            entry("/v1/messages", Route.of(USER, "POST")),
            entry("/v1/embeddings", Route.of(USER, "POST")),
            entry("/v1/models", Route.of(USER, "GET")),
            entry("/v1/audio/transcriptions", Route.of(USER, "POST")));

    private static final Pattern BLOB = Pattern.compile("/api/blobs/sha256:[0-9a-f]{64}");
    private static final Route BLOBS = Route.of(ADMIN, "HEAD", "POST");

    /** No segment may begin with a dot: it would be another path to Ollama than it is here. */
    private static final Pattern MODEL = Pattern.compile("/v1/models(/[A-Za-z0-9_:-][A-Za-z0-9._:-]*)+");

    private static final Route MODELS = Route.of(USER, "GET");

    private Routes() {}

    /** Those of which there is exactly one. */
    static Set<String> paths() {
        return BY_PATH.keySet();
    }

    /** @param path below {@code /ollama}, as the caller sent it */
    static Optional<Route> find(String path) {
        Route route = BY_PATH.get(path);
        if (route != null) {
            return Optional.of(route);
        }
        if (BLOB.matcher(path).matches()) {
            return Optional.of(BLOBS);
        }
        return MODEL.matcher(path).matches() ? Optional.of(MODELS) : Optional.empty();
    }
}
