package org.corral.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A path in openapi.json.
 *
 * @param path below the context path, with names in braces that stand for any segment
 * @param segments of the path
 * @param methods in the order in which they are documented
 */
record KnownRoute(String path, List<String> segments, List<String> methods) {
    static final String OLLAMA = "/ollama";

    /** Paths that a request for their last word alone can mean. */
    private static final String ALONE = "/api/v1/(auths|users)/[a-z_]*";

    /** This name stands for the rest of the path, since names of models may have slashes. */
    private static final String REST = "{model}";

    private static final Set<String> SIGN_WORDS = Set.of("signin", "signup", "signout");

    KnownRoute {
        segments = List.copyOf(segments);
        methods = List.copyOf(methods);
    }

    static KnownRoute of(String path, List<String> methods) {
        return new KnownRoute(path, RequestPath.segments(path), methods);
    }

    boolean isOllamas() {
        return path.startsWith(OLLAMA + "/");
    }

    /** Whether these are the segments of this path. */
    boolean is(List<String> asked) {
        return fits(segments, asked);
    }

    /**
     * Whether this path ends with these segments. A single word must be the last of a route of Ollama, or of a path
     * directly below {@code /api/v1/auths} or {@code /api/v1/users}.
     *
     * @param tail in lower case
     */
    boolean endsIn(List<String> tail) {
        if (tail.size() == 1 && !isOllamas() && !path.matches(ALONE)) {
            return false;
        }
        // If the last name stands for the rest of the path, the first segments must match.
        int longest = Math.min(segments.size(), tail.size());
        for (int length = takesRest() ? 2 : tail.size(); length <= longest; length++) {
            List<String> end = segments.subList(segments.size() - length, segments.size());
            if (!isName(end.get(0)) && fits(end, tail)) {
                return true;
            }
        }
        return false;
    }

    private boolean takesRest() {
        return !segments.isEmpty() && segments.get(segments.size() - 1).equals(REST);
    }

    private static boolean fits(List<String> own, List<String> asked) {
        boolean rest = own.get(own.size() - 1).equals(REST);
        if (asked.size() < own.size() || (asked.size() > own.size() && !rest)) {
            return false;
        }
        for (int i = 0; i < own.size(); i++) {
            String each = own.get(i);
            int brace = each.indexOf('{');
            boolean fits = brace < 0
                    ? each.equals(asked.get(i))
                    : asked.get(i).startsWith(each.substring(0, brace))
                            && asked.get(i).length() > brace;
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    static boolean isName(String segment) {
        return segment.contains("{");
    }

    boolean takes(String method) {
        return methods.contains(method) || (!isOllamas() && method.equals("HEAD") && methods.contains("GET"));
    }

    /** The route as a person would write it; with the method of the caller if that is right. */
    String text(String method, String base) {
        String right = methods.contains(method) ? method : String.join(" or ", methods);
        return right + " " + base + path;
    }

    /** The last segment if it is {@code signin}, {@code signup} or {@code signout}; else empty text. */
    String signWord() {
        String last = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return path.startsWith("/api/v1/auths/" + last) && SIGN_WORDS.contains(last) ? last : "";
    }
}
