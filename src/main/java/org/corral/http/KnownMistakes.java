package org.corral.http;

import java.util.Optional;
import java.util.Set;

/**
 * Wrong paths that people often use, and the right path for each. The texts have the paths of this installation, but not
 * its host, which is known only from the request.
 */
final class KnownMistakes {
    /** No base address has more segments, and a search through many of them takes time. */
    private static final int MOST_SEGMENTS = 16;

    /** Routes that act on the cloud account of the server's owner; they are no mistake for any route here. */
    private static final Set<String> NEVER = Set.of("/ollama/api/me", "/ollama/api/signout", "/ollama/api/status");

    private final KnownRoutes routes;
    private final String base;

    /** @param base the context path, empty for the root */
    KnownMistakes(KnownRoutes routes, String base) {
        this.routes = routes;
        this.base = base;
    }

    /**
     * The answer to a request for a wrong path.
     *
     * @param shape the form of errors that the client understands
     * @param account whether the path is about accounts, which scripts for Open WebUI request below the address of Ollama
     */
    record Mistake(String text, ErrorShape shape, boolean account) {}

    /** @param path below the context path, as it was sent */
    Optional<Mistake> of(String method, String path) {
        if (routes.at(path).isPresent() || NEVER.contains(path)) {
            return Optional.empty();
        }
        RequestPath asked = RequestPath.of(path);
        if (asked.isCrooked() || asked.segments().size() > MOST_SEGMENTS) {
            return Optional.empty();
        }
        Optional<KnownRoute> meant = routes.meantBy(asked);
        if (meant.isPresent()) {
            return of(method, asked, meant.get());
        }
        return baseHint(asked).map(hint -> new Mistake("No such route. " + hint, ErrorShape.of(path), false));
    }

    private Optional<Mistake> of(String method, RequestPath asked, KnownRoute meant) {
        if (isLeftToThoseBehind(asked, meant)) {
            return Optional.empty();
        }
        String text = "No such route. " + told(method, asked, meant);
        ErrorShape shape = ErrorShape.of(meant.isOllamas() ? meant.path() : asked.path());
        return Optional.of(new Mistake(text, shape, !meant.isOllamas()));
    }

    /**
     * Whether the only mistake is a slash too many. Below {@code /ollama} the request is refused later, by the rights of
     * the caller. Elsewhere most servers reduce two slashes to one before they look for a servlet.
     */
    private static boolean isLeftToThoseBehind(RequestPath asked, KnownRoute meant) {
        return meant.is(RequestPath.segments(asked.path()))
                && (meant.isOllamas() || !asked.hasSlashAtEnd() || meant.path().endsWith("/"));
    }

    private String told(String method, RequestPath asked, KnownRoute meant) {
        return asked.slashFault(meant.path().endsWith("/")) + hint(method, meant);
    }

    private String hint(String method, KnownRoute meant) {
        String right = meant.text(method, base);
        if (meant.isOllamas()) {
            return "The right path is " + right + ". " + address(meant.path());
        }
        return switch (meant.signWord()) {
            case "signup" ->
                "Sign-up is " + right + " with the JSON body {\"name\":\"…\",\"email\":\"…\",\"password\":\"…\"}.";
            case "signout" -> "Sign-out is POST " + base + meant.path() + ".";
            case "signin" ->
                "Sign-in is " + right + " with the header 'Content-Type: application/json' and the JSON body"
                        + " {\"email\":\"…\",\"password\":\"…\"}. Nothing of it is under /ollama.";
            default -> "The right path is " + right + ". Accounts are under " + base + "/api/v1.";
        };
    }

    /** The base address that the client of this route needs. */
    private String address(String path) {
        String openAi = "The base address of OpenAI's clients is " + base + "/ollama/v1";
        if (path.startsWith("/ollama/v1/models")) {
            return openAi + ", of Anthropic's " + base + "/ollama.";
        }
        return switch (ErrorShape.of(path)) {
            case ANTHROPIC -> "The base address of Anthropic's clients is " + base + "/ollama, without /v1.";
            case OPENAI -> openAi + ".";
            default -> "The base address of Ollama's clients is " + base + "/ollama, without /api.";
        };
    }

    /** A hint for paths that begin like a base address and continue like no route. */
    private Optional<String> baseHint(RequestPath asked) {
        if (routes.isBaseOnly(asked)) {
            return Optional.of("A base address alone is none. " + bases());
        }
        String path = "/" + String.join("/", asked.segments()) + "/";
        if (path.contains("/auths/") && !path.startsWith("/api/v1/auths/")) {
            return Optional.of(
                    "Accounts are under " + base + "/api/v1/auths: sign-in is POST " + base + "/api/v1/auths/signin.");
        }
        boolean bare = path.startsWith("/v1/") || (path.startsWith("/api/") && !path.startsWith("/api/v1/"));
        boolean doubled = path.matches("/ollama/(ollama|(api|v1)/(api|v1|ollama))/.*|/api/v1/(api|v1|ollama)/.*");
        return bare || doubled ? Optional.of(bases()) : Optional.empty();
    }

    private String bases() {
        return "The base address of Ollama's and Anthropic's clients is " + base + "/ollama, of OpenAI's " + base
                + "/ollama/v1, and of accounts " + base + "/api/v1; " + base + "/openapi.json has every route.";
    }

    /**
     * A sentence to add to a refusal, since a caller who is refused for their rights would look for the fault in their
     * token alone. Empty if the route exists.
     */
    Optional<Remark> remark(String method, String path) {
        Optional<KnownRoute> route = routes.at(path);
        if (route.isEmpty()) {
            return Optional.of(remark(method, RequestPath.of(path)));
        }
        return route.get().takes(method) || method.equals("OPTIONS")
                ? Optional.empty()
                : Optional.of(
                        Remark.onStranger("Besides, the route is " + route.get().text(method, base) + "."));
    }

    private Remark remark(String method, RequestPath asked) {
        return Optional.of(asked)
                .filter(each -> !each.isCrooked() && each.segments().size() <= MOST_SEGMENTS)
                .flatMap(routes::meantBy)
                .filter(meant -> isLeftToThoseBehind(asked, meant))
                .map(meant -> Remark.onAll(told(method, asked, meant)))
                .orElseGet(() ->
                        Remark.onStranger("There is no such route either: " + base + "/openapi.json has every one."));
    }

    /**
     * A sentence for refusals of these kinds.
     *
     * @param statuses of the refusals
     */
    record Remark(String text, Set<Integer> statuses) {
        Remark {
            statuses = Set.copyOf(statuses);
        }

        static Remark onStranger(String text) {
            return new Remark(text, Set.of(401, 403));
        }

        static Remark onAll(String text) {
            return new Remark(text, Set.of(400, 401, 403, 404));
        }
    }
}
