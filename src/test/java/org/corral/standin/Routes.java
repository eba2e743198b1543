package org.corral.standin;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Ollama's table of routes: exact method, exact path. */
final class Routes {
    @FunctionalInterface
    interface Handler {
        void answer(Exchange exchange) throws IOException;
    }

    private static final String OPENAI_MODEL = "/v1/models/";

    private final Map<String, Map<String, Handler>> byPath = new HashMap<>();

    Routes(Generation generation, ModelAnswers models, Blobs blobs) {
        on("GET", "/", x -> x.answer().whole(200, "text/plain; charset=utf-8", "Ollama is running"));
        on("GET", "/api/version", x -> x.answer().json(200, "{\"version\":\"0.30.0\"}"));
        on("GET", "/api/tags", models::list);
        byPath.forEach((path, methods) -> methods.put("HEAD", methods.getOrDefault("GET", models::list)));
        on("GET", "/api/ps", models::running);
        on("POST", "/api/show", models::show);
        on("POST", "/api/pull", models::pull);
        on("POST", "/api/push", models::push);
        on("POST", "/api/create", models::pull);
        on("POST", "/api/copy", models::copy);
        on("DELETE", "/api/delete", models::delete);
        on("POST", "/api/embed", models::embed);
        on("POST", "/api/embeddings", models::embeddings);
        on("POST", "/api/chat", x -> generation.answer(x, asked -> new NativeDialect(asked.model(), true)));
        on("POST", "/api/generate", x -> generation.answer(x, asked -> new NativeDialect(asked.model(), false)));
        on("POST", "/v1/chat/completions", x -> generation.answer(x, asked -> openAi(asked, true)));
        on("POST", "/v1/completions", x -> generation.answer(x, asked -> openAi(asked, false)));
        on("POST", "/v1/messages", x -> generation.answer(x, asked -> new AnthropicDialect(asked.model())));
        on("POST", "/v1/responses", x -> generation.answer(x, asked -> new ResponsesDialect(asked.model())));
        on("POST", "/v1/embeddings", models::openAiEmbeddings);
        on("GET", "/v1/models", models::openAiList);
        on("GET", OPENAI_MODEL + "*", models::openAiModel);
        on("POST", "/v1/audio/transcriptions", x -> say(x, "{\"text\":\"canned\"}"));
        on("HEAD", Blobs.PATH + "*", blobs::answer);
        on("POST", Blobs.PATH + "*", blobs::answer);
        // The owner's own cloud account: no gateway may let a caller get here.
        for (String path : new String[] {"/api/me", "/api/signout", "/api/experimental/web_search"}) {
            on("POST", path, x -> say(x, "{\"owner\":\"account of the server's owner\"}"));
        }
        on("DELETE", "/api/user/keys/*", x -> say(x, "{}"));
        on("GET", "/api/status", x -> say(x, "{\"owner\":\"account of the server's owner\"}"));
    }

    void answer(Exchange x) throws IOException {
        Recorded request = x.request();
        if (!Doorman.admits(request)) {
            x.answer().whole(403, "", "");
            return;
        }
        Map<String, Handler> methods = methodsOf(request.path());
        Handler handler = methods.get(request.method());
        if (handler != null) {
            handler.answer(x);
        } else if (!methods.isEmpty()) {
            x.answer().add("Allow", String.join(", ", new TreeMap<>(methods).keySet()));
            x.answer().whole(405, "text/plain", "405 method not allowed");
        } else if (request.path().endsWith("/")
                && !methodsOf(withoutSlash(request.path())).isEmpty()) {
            // As gin does, forgeable prefix included.
            String prefix = request.header("X-Forwarded-Prefix").orElse("");
            x.answer().add("Location", prefix + withoutSlash(request.path()));
            x.answer().whole(request.method().equals("GET") ? 301 : 307, "", "");
        } else {
            x.answer().whole(404, "text/plain", "404 page not found");
        }
    }

    private Map<String, Handler> methodsOf(String path) {
        int slash = path.lastIndexOf('/') + 1;
        return Optional.ofNullable(byPath.get(path))
                .or(() ->
                        Optional.ofNullable(slash == path.length() ? null : byPath.get(path.substring(0, slash) + "*")))
                .orElse(Map.of());
    }

    private void on(String method, String path, Handler handler) {
        byPath.computeIfAbsent(path, p -> new HashMap<>()).put(method, handler);
    }

    private static OpenAiDialect openAi(Asked asked, boolean chat) {
        return new OpenAiDialect(asked.model(), chat, asked.wantsUsage());
    }

    private static void say(Exchange x, String json) throws IOException {
        x.readBody();
        x.answer().json(200, json);
    }

    private static String withoutSlash(String path) {
        return path.replaceFirst("/+$", "");
    }
}
