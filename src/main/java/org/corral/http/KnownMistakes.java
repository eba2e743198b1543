package org.corral.http;

import java.util.Optional;
import java.util.Set;

/**
 * The wrong turnings that people take again and again, and the right way for each. Paths in the texts are those of this
 * very installation; the host is not named, since it is known only from what the caller sends.
 */
final class KnownMistakes {
    private static final Set<String> ACCOUNT_WORDS =
            Set.of("signin", "signup", "signout", "login", "logout", "register");

    private final String context;

    /** @param context the context path, empty for the root */
    KnownMistakes(String context) {
        this.context = context;
    }

    /**
     * What to say to somebody who asked for this path, if it looks like one of the known mistakes.
     *
     * @param path below the context path, as it was sent
     */
    Optional<String> hint(String path) {
        if (isAccountCall(path)) {
            return Optional.of(accountHint(lastSegment(path)));
        }
        if (path.startsWith("/ollama/api/api/") || path.equals("/ollama/api/api")) {
            return Optional.of("'/api' stands twice in this path. The base URL for Ollama's clients is " + context
                    + "/ollama (never …/ollama/api), so the path is " + context + "/ollama/api/… once.");
        }
        if (path.startsWith("/ollama/api/v1/") || path.startsWith("/ollama/api/ollama/")) {
            return Optional.of("Ollama's own API is under " + context + "/ollama/api/…, its OpenAI one under " + context
                    + "/ollama/v1/…, and accounts are under " + context + "/api/v1/….");
        }
        if (isBareOllamaCall(path)) {
            return Optional.of("Ollama is behind this gate: put " + context
                    + "/ollama before the path. The base URL for Ollama's clients is " + context + "/ollama.");
        }
        return Optional.empty();
    }

    private static boolean isAccountCall(String path) {
        boolean right =
                path.startsWith("/api/v1/auths/") || (path.startsWith("/api/v1/users/") && path.endsWith("/signout"));
        boolean account =
                ACCOUNT_WORDS.contains(lastSegment(path)) || path.contains("/auths/") || path.endsWith("/auths");
        return account && !right && !path.equals("/ollama/api/signout") && !path.equals("/api/v1/auths");
    }

    private String accountHint(String word) {
        return switch (word) {
            case "signup", "register" ->
                "Sign-up is POST " + context + "/api/v1/auths/signup"
                        + " with the JSON body {\"name\":\"…\",\"email\":\"…\",\"password\":\"…\"}.";
            case "signout", "logout" -> "Sign-out is POST " + context + "/api/v1/auths/signout.";
            default ->
                "Sign-in is POST " + context + "/api/v1/auths/signin"
                        + " with the header 'Content-Type: application/json' and the JSON body"
                        + " {\"email\":\"…\",\"password\":\"…\"}. Nothing of it is under /ollama.";
        };
    }

    /** {@code /api/chat}, {@code /v1/models}, {@code /ollama} spelled as at Ollama itself. */
    private static boolean isBareOllamaCall(String path) {
        return path.startsWith("/v1/") || (path.startsWith("/api/") && !path.startsWith("/api/v1"));
    }

    private static String lastSegment(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
