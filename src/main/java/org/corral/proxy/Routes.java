package org.corral.proxy;

import static org.corral.settings.Role.ADMIN;
import static org.corral.settings.Role.USER;

import java.util.List;
import java.util.Optional;

/**
 * Every route of Ollama that may pass. What is not listed does not exist for callers: above all {@code /api/me},
 * {@code /api/signout}, {@code /api/user/keys/…}, {@code /api/status} and {@code /api/experimental/…}, which act on the
 * cloud account of the server's owner.
 */
final class Routes {
    private static final String NAME = "[A-Za-z0-9._:-]+";

    private static final List<Route> ALL = List.of(
            Route.exact("/", USER, "GET", "HEAD"),
            Route.exact("/api/version", USER, "GET", "HEAD"),
            Route.exact("/api/tags", USER, "GET", "HEAD"),
            Route.exact("/api/ps", USER, "GET"),
            Route.exact("/api/show", USER, "POST"),
            Route.exact("/api/generate", USER, "POST"),
            Route.exact("/api/chat", USER, "POST"),
            Route.exact("/api/embed", USER, "POST"),
            Route.exact("/api/embeddings", USER, "POST"),
            Route.exact("/api/pull", ADMIN, "POST"),
            Route.exact("/api/push", ADMIN, "POST"),
            Route.exact("/api/create", ADMIN, "POST"),
            Route.exact("/api/delete", ADMIN, "DELETE"),
            Route.exact("/api/copy", ADMIN, "POST"),
            Route.matching("/api/blobs/sha256:[0-9a-f]{64}", ADMIN, "HEAD", "POST"),
            Route.exact("/v1/chat/completions", USER, "POST"),
            Route.exact("/v1/completions", USER, "POST"),
            Route.exact("/v1/responses", USER, "POST"),
            Route.exact("/v1/messages", USER, "POST"),
            Route.exact("/v1/embeddings", USER, "POST"),
            Route.exact("/v1/models", USER, "GET"),
            Route.matching("/v1/models/" + NAME + "(/" + NAME + ")*", USER, "GET"),
            Route.exact("/v1/audio/transcriptions", USER, "POST"));

    private Routes() {}

    /** @param path below {@code /ollama}, as the caller sent it */
    static Optional<Route> find(String path) {
        // A segment of dots would be another path to Ollama than it is here.
        if (path.contains("/.")) {
            return Optional.empty();
        }
        return ALL.stream().filter(route -> route.hasPath(path)).findFirst();
    }
}
