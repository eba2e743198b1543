package org.corral.http;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.settings.OllamaRoute;
import org.corral.settings.ProxySettings;
import tools.jackson.databind.JsonNode;

/** All routes, and the search for the route that a wrong path means. */
final class KnownRoutes {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    /** Further words in the base addresses that people use: of Open WebUI, of OpenAI, and misspelt ones. */
    private static final Set<String> BASE_WORDS =
            Set.of("ollama", "api", "v1", "openai", "anthropic", "auth", "user", "account", "accounts");

    /** Words that other products use, and the words of Corral's routes. */
    private static final Map<String, String> SYNONYMS =
            Map.of("login", "signin", "register", "signup", "logout", "signout", "auth", "auths", "user", "users");

    private final List<KnownRoute> routes;
    private final Map<String, KnownRoute> literal = new HashMap<>();
    private final Set<String> words = new HashSet<>(BASE_WORDS);

    KnownRoutes(List<KnownRoute> routes) {
        // Leaves out the path of the page, which has no segments.
        this.routes = routes.stream().filter(each -> !each.segments().isEmpty()).toList();
        for (KnownRoute route : routes) {
            literal.put(route.path(), route);
            route.segments().stream().filter(each -> !KnownRoute.isName(each)).forEach(words::add);
        }
    }

    /** The routes in the openapi.json of the web application, and those that the operator has opened. */
    static KnownRoutes of(ServletContext context) {
        try (InputStream document = context.getResourceAsStream("/openapi.json")) {
            return read(
                    document,
                    ContextAttributes.get(context, ProxySettings.class).rights().routes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static KnownRoutes read(InputStream document, List<OllamaRoute> opened) throws IOException {
        Map<String, List<String>> methods = new HashMap<>();
        JsonNode paths = Json.MAPPER.readTree(document.readAllBytes()).path("paths");
        for (Map.Entry<String, JsonNode> path : paths.properties()) {
            List<String> of = methods.computeIfAbsent(path.getKey(), key -> new ArrayList<>());
            path.getValue().propertyNames().stream()
                    .map(each -> each.toUpperCase(Locale.ROOT))
                    .filter(METHODS::contains)
                    .forEach(of::add);
        }
        for (OllamaRoute route : opened) {
            methods.computeIfAbsent(KnownRoute.OLLAMA + route.path(), key -> new ArrayList<>())
                    .add(route.method());
        }
        List<KnownRoute> routes = new ArrayList<>();
        methods.forEach((path, of) -> routes.add(KnownRoute.of(path, of)));
        return new KnownRoutes(routes);
    }

    /** @param path as the caller sent it; it must match exactly, but for a slash at the end of a prefix */
    Optional<KnownRoute> at(String path) {
        KnownRoute exact = literal.getOrDefault(path, literal.get(path + "/"));
        if (exact != null) {
            return Optional.of(exact);
        }
        if (path.contains("//") || path.endsWith("/")) {
            return Optional.empty();
        }
        List<String> segments = RequestPath.segments(path);
        return routes.stream().filter(each -> each.is(segments)).findFirst();
    }

    /** The route with the longest end in common with this path; the shortest of several. */
    Optional<KnownRoute> meantBy(RequestPath asked) {
        List<String> segments = asked.segments().stream()
                .map(each -> SYNONYMS.getOrDefault(each, each))
                .toList();
        for (int from = 0; from < segments.size(); from++) {
            List<String> tail = segments.subList(from, segments.size());
            if (tail.size() == 1 && !words.containsAll(segments.subList(0, from))) {
                return Optional.empty();
            }
            Optional<KnownRoute> found = routes.stream()
                    .filter(each -> each.endsIn(tail))
                    .min(Comparator.comparing(
                                    (KnownRoute each) -> each.segments().size())
                            .thenComparing(KnownRoute::path));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Whether the path has no other words than those of base addresses. */
    boolean isBaseOnly(RequestPath asked) {
        return !asked.segments().isEmpty()
                && Set.of("ollama", "api", "v1", "openai", "anthropic").containsAll(asked.segments());
    }
}
