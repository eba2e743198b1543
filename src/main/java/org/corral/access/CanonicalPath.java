package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The path that the rules are held against: what the servlet mapping saw, decoded and without {@code ;jsessionid}. A path
 * that could be read in two ways after decoding has no canonical form.
 */
final class CanonicalPath {
    /** A model's name follows, whose slashes may be encoded, on servers that let them through. */
    private static final String MODELS = OllamaPaths.ROOT + "/v1/models/";

    private CanonicalPath() {}

    /** @return empty if a servlet might understand the path otherwise than the rules do */
    static Optional<String> of(HttpServletRequest request) {
        String info = request.getPathInfo();
        String path = withSlashes(request.getServletPath() + (info == null ? "" : info));
        return is(path) ? Optional.of(path) : Optional.empty();
    }

    /** Some servers leave {@code %2F} as it is and decode all else. There it is read as the slash that it stands for. */
    private static String withSlashes(String path) {
        return path.startsWith(MODELS) ? path.replaceAll("%2[Ff]", "/") : path;
    }

    static boolean is(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            return false;
        }
        // Encoded ones arrive here decoded: %2F as /, %2e%2e as .., %3B as ;, and %252F as %2F.
        return path.chars().noneMatch(c -> c == ';' || c == '\\' || c == '%' || Character.isISOControl(c))
                && !path.contains("//")
                && !(path + "/").contains("/./")
                && !(path + "/").contains("/../");
    }
}
