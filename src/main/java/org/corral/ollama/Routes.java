package org.corral.ollama;

import static org.corral.ollama.BodyForm.MULTIPART;
import static org.corral.ollama.BodyForm.NATIVE;
import static org.corral.ollama.BodyForm.OPENAI;
import static org.corral.ollama.Route.on;
import static org.corral.ollama.Streaming.CHAT;
import static org.corral.ollama.Streaming.EVENTS;
import static org.corral.ollama.Streaming.GENERATE;
import static org.corral.ollama.TargetRule.ALL;
import static org.corral.ollama.TargetRule.ALL_WITH_MODEL;
import static org.corral.ollama.TargetRule.ANY;
import static org.corral.ollama.TargetRule.FIRST;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.corral.settings.OllamaRoute;

/**
 * Every route of Ollama that may pass. What is not listed does not exist for callers: above all {@code /api/me},
 * {@code /api/signout}, {@code /api/user/keys/…}, {@code /api/status} and {@code /api/experimental/…}, which act on the
 * cloud account of the server's owner.
 */
public final class Routes {
    /** Where all of them are, below the context path of Corral. */
    public static final String ROOT = "/ollama";

    /** The list of OpenAI's API. */
    public static final String LIST_PATH = "/v1/models";

    private static final String MODELS_PATH = LIST_PATH + "/";
    private static final String BLOBS_PATH = "/api/blobs/";

    /** The table. A new route of Ollama is one line here, and one in openapi.json. */
    private static final List<Route> KNOWN = Stream.of(
                    on("/", "GET", "HEAD").inference(),
                    on("/api/version", "GET", "HEAD").inference(),
                    on("/api/tags", "GET", "HEAD").lists(ModelListing.INSTALLED).inference(),
                    on("/api/ps", "GET").lists(ModelListing.RUNNING),
                    on("/api/show", "POST").body(NATIVE),
                    on("/api/generate", "POST").asks(NATIVE).streams(GENERATE),
                    on("/api/chat", "POST").asks(NATIVE).streams(CHAT),
                    on("/api/embed", "POST").asks(NATIVE),
                    on("/api/embeddings", "POST").asks(NATIVE),
                    on("/api/pull", "POST").manages(ALL).namesHosts(),
                    on("/api/push", "POST").manages(ANY).namesHosts(),
                    on("/api/create", "POST").manages(FIRST).namesHosts().makesModels(),
                    on("/api/delete", "DELETE").manages(ALL_WITH_MODEL),
                    on("/api/copy", "POST").manages(ALL_WITH_MODEL),
                    on("/api/blobs/sha256:{digest}", "HEAD", "POST").uploads(FIRST),
                    on("/v1/chat/completions", "POST").asks(OPENAI).streams(EVENTS),
                    on("/v1/completions", "POST").asks(OPENAI).streams(EVENTS),
                    on("/v1/responses", "POST").asks(OPENAI).streams(EVENTS),
                    on("/v1/messages", "POST").asks(OPENAI).streams(EVENTS),
                    on("/v1/embeddings", "POST").asks(OPENAI),
                    on("/v1/audio/transcriptions", "POST").asks(MULTIPART),
                    on(LIST_PATH, "GET").lists(ModelListing.OPENAI).inference(),
                    on("/v1/models/{model}", "GET").looksAtModel().inference())
            .map(RouteBuilder::build)
            .toList();

    private static final Map<String, Pattern> IN_BRACES = Map.of(
            "/api/blobs/sha256:{digest}",
            Pattern.compile("/api/blobs/sha256:[0-9a-f]{64}"),
            // No segment may begin with a dot: it would be another path to Ollama than it is here.
            "/v1/models/{model}",
            Pattern.compile("/v1/models(/[A-Za-z0-9_:-][A-Za-z0-9._:-]*)+"));

    private static final Routes BY_DEFAULT = with(List.of());

    private final Map<String, Route> exact = new HashMap<>();
    private final Map<Pattern, Route> templates = new HashMap<>();

    private Routes(Map<String, Route> byPath) {
        byPath.forEach((path, route) -> {
            if (route.isTemplate()) {
                templates.put(IN_BRACES.getOrDefault(path, Pattern.compile("(?!)")), route);
            } else {
                exact.put(path, route);
            }
        });
    }

    /** The table, with the routes that the operator has opened, or has given to another role. */
    public static Routes with(List<OllamaRoute> opened) {
        Map<String, Route> routes = new HashMap<>();
        KNOWN.forEach(route -> routes.put(route.path(), route));
        for (OllamaRoute route : opened) {
            String path = (route.path() + "/").equals(BLOBS_PATH) ? BLOBS_PATH + "sha256:{digest}" : route.path();
            Route known = routes.get(path);
            routes.put(path, known == null ? added(route) : changed(known, route));
        }
        return new Routes(routes);
    }

    private static Route added(OllamaRoute opened) {
        RouteBuilder route = on(opened.path(), opened.method()).role(opened.role());
        boolean bodiless = Set.of("GET", "HEAD").contains(opened.method());
        boolean openAi = opened.path().startsWith("/v1/");
        // What a route does that nobody here knows may be the work of a model.
        return (bodiless ? route : route.body(openAi ? OPENAI : NATIVE).answers()).build();
    }

    /** A known route keeps what it does. */
    private static Route changed(Route known, OllamaRoute opened) {
        List<String> methods = new ArrayList<>(known.methods());
        if (!known.takes(opened.method()) && !known.isTemplate()) {
            methods.add(opened.method());
        }
        return RouteBuilder.of(known, methods).role(opened.role()).build();
    }

    /** The routes of the table. */
    public static List<Route> known() {
        return KNOWN;
    }

    /**
     * Whether a request may leave other models behind than there were before. A path that is not in the table is taken for one
     * that does.
     *
     * @param path below {@link #ROOT}, as the caller sent it
     */
    public static boolean changesModels(String method, String path) {
        boolean reads = Set.of("GET", "HEAD").contains(method);
        return !reads
                && BY_DEFAULT
                        .find(path)
                        .filter(route -> route.takes(method))
                        .map(route -> route.kind().changesModels())
                        .orElse(true);
    }

    /**
     * The path as Corral reads it: between the parts of a model's name {@code %2F} is a slash, for programs that encode a name
     * as one segment. Such a name is looked up here, and the path goes nowhere.
     */
    public static String withSlashes(String path) {
        return path.startsWith(MODELS_PATH) ? path.replaceAll("%2[Ff]", "/") : path;
    }

    /** The model's name that ends a path of {@link RouteKind#MODEL}; empty for every other path. */
    public static Optional<String> modelIn(String path) {
        return path.startsWith(MODELS_PATH) ? Optional.of(path.substring(MODELS_PATH.length())) : Optional.empty();
    }

    /** The model's name in a path if it has slashes: Ollama's own route takes one segment, and would say that there is none. */
    public static Optional<String> nameWithSlashes(String path) {
        return modelIn(path).filter(name -> name.contains("/"));
    }

    /** @param path below {@link #ROOT}, as the caller sent it; nothing in it is decoded */
    public Optional<Route> find(String path) {
        Route route = exact.get(path);
        if (route != null) {
            return Optional.of(route);
        }
        return templates.entrySet().stream()
                .filter(template -> template.getKey().matcher(path).matches())
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
