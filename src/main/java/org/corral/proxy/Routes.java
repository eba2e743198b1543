package org.corral.proxy;

import static java.util.Map.entry;
import static org.corral.proxy.Heartbeat.CHAT;
import static org.corral.proxy.Heartbeat.EVENTS;
import static org.corral.proxy.Heartbeat.GENERATE;
import static org.corral.settings.Role.ADMIN;
import static org.corral.settings.Role.USER;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.corral.settings.OllamaRoute;

/**
 * Every route of Ollama that may pass. What is not listed does not exist for callers: above all {@code /api/me},
 * {@code /api/signout}, {@code /api/user/keys/…}, {@code /api/status} and {@code /api/experimental/…}, which act on the
 * cloud account of the server's owner.
 */
final class Routes {
    /** The list of OpenAI's API. */
    static final String LIST_PATH = "/v1/models";

    /** A model's name follows. */
    static final String MODELS_PATH = LIST_PATH + "/";

    /** Paths below {@code /ollama}, to the letter; nothing in what the caller sent is decoded. */
    private static final Map<String, Route> KNOWN = Map.ofEntries(
            entry("/", Route.of(USER, RouteKind.PLAIN, "GET", "HEAD")),
            entry("/api/version", Route.of(USER, RouteKind.PLAIN, "GET", "HEAD")),
            entry("/api/tags", Route.of(USER, RouteKind.LIST, "GET", "HEAD")),
            entry("/api/ps", Route.of(USER, RouteKind.LIST, "GET")),
            entry("/api/show", Route.of(USER, RouteKind.NATIVE, "POST")),
            entry("/api/generate", Route.of(USER, RouteKind.NATIVE, "POST").beating(GENERATE)),
            entry("/api/chat", Route.of(USER, RouteKind.NATIVE, "POST").beating(CHAT)),
            entry("/api/embed", Route.of(USER, RouteKind.NATIVE, "POST")),
            entry("/api/embeddings", Route.of(USER, RouteKind.NATIVE, "POST")),
            entry("/api/pull", Route.of(ADMIN, RouteKind.MANAGE, "POST")),
            entry("/api/push", Route.of(ADMIN, RouteKind.MANAGE, "POST")),
            entry("/api/create", Route.of(ADMIN, RouteKind.MANAGE, "POST")),
            entry("/api/delete", Route.of(ADMIN, RouteKind.MANAGE, "DELETE")),
            entry("/api/copy", Route.of(ADMIN, RouteKind.MANAGE, "POST")),
            entry(
                    "/v1/chat/completions",
                    Route.of(USER, RouteKind.OPENAI, "POST").beating(EVENTS)),
            entry("/v1/completions", Route.of(USER, RouteKind.OPENAI, "POST").beating(EVENTS)),
            entry("/v1/responses", Route.of(USER, RouteKind.OPENAI, "POST").beating(EVENTS)),
            entry("/v1/messages", Route.of(USER, RouteKind.OPENAI, "POST").beating(EVENTS)),
            entry("/v1/embeddings", Route.of(USER, RouteKind.OPENAI, "POST")),
            entry(LIST_PATH, Route.of(USER, RouteKind.LIST, "GET")),
            entry("/v1/audio/transcriptions", Route.of(USER, RouteKind.FORM, "POST")));

    private static final Pattern BLOB = Pattern.compile("/api/blobs/sha256:[0-9a-f]{64}");
    private static final String BLOBS = "/api/blobs/";

    /** No segment may begin with a dot: it would be another path to Ollama than it is here. */
    private static final Pattern MODEL = Pattern.compile("/v1/models(/[A-Za-z0-9_:-][A-Za-z0-9._:-]*)+");

    private static final Route MODELS = Route.of(USER, RouteKind.MODEL_IN_PATH, "GET");

    private final Map<String, Route> byPath;
    private final Route blobs;

    private Routes(Map<String, Route> byPath, Route blobs) {
        this.byPath = Map.copyOf(byPath);
        this.blobs = blobs;
    }

    /** Those that are known, and those that the operator has opened. */
    static Routes with(List<OllamaRoute> opened) {
        Map<String, Route> routes = new HashMap<>(KNOWN);
        Route blobs = Route.of(ADMIN, RouteKind.UPLOAD, "HEAD", "POST");
        for (OllamaRoute route : opened) {
            if ((route.path() + "/").equals(BLOBS)) {
                blobs = blobs.forRole(route.role());
            } else {
                routes.merge(route.path(), added(route), (known, more) -> joined(known, more, route));
            }
        }
        return new Routes(routes, blobs);
    }

    private static Route added(OllamaRoute route) {
        boolean bodiless = Set.of("GET", "HEAD").contains(route.method());
        boolean openAi = route.path().startsWith("/v1/");
        return Route.of(
                route.role(),
                bodiless ? RouteKind.PLAIN : openAi ? RouteKind.OPENAI : RouteKind.NATIVE,
                route.method());
    }

    /** A known route keeps its use. */
    private static Route joined(Route known, Route more, OllamaRoute route) {
        List<String> methods = new ArrayList<>(known.methods());
        if (!known.takes(route.method())) {
            methods.add(route.method());
        }
        return new Route(methods, more.role(), known.kind(), known.heartbeat());
    }

    /**
     * The path as Corral reads it: between the parts of a model's name {@code %2F} is a slash, for programs that encode a name
     * as one segment. Such a name is looked up here, and the path goes nowhere.
     */
    static String withSlashes(String path) {
        return path.startsWith(MODELS_PATH) ? path.replaceAll("%2[Ff]", "/") : path;
    }

    /** The model's name in a path if it has slashes: Ollama's own route takes one segment, and would say that there is none. */
    static Optional<String> nameWithSlashes(String path) {
        return Optional.of(path)
                .filter(all -> all.startsWith(MODELS_PATH))
                .map(all -> all.substring(MODELS_PATH.length()))
                .filter(name -> name.contains("/"));
    }

    /** Those of which there is exactly one. */
    static Set<String> paths() {
        return KNOWN.keySet();
    }

    /** @param path below {@code /ollama}, as the caller sent it */
    Optional<Route> find(String path) {
        Route route = byPath.get(path);
        if (route != null) {
            return Optional.of(route);
        }
        if (BLOB.matcher(path).matches()) {
            return Optional.of(blobs);
        }
        return MODEL.matcher(path).matches() ? Optional.of(MODELS) : Optional.empty();
    }
}
