package org.corral.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.corral.http.PublicUrl;

/**
 * Redirects {@code /corral} to {@code /corral/}. Without the slash the relative links of the page would lead to files at
 * the root of this host. Servers add the slash by themselves unless a servlet is mapped to the context root, as here.
 */
final class MissingSlash {
    private MissingSlash() {}

    /** The location with the slash; empty if the path has it already. */
    static Optional<String> location(HttpServletRequest request) {
        String asked = request.getRequestURI();
        int parameters = asked.indexOf(';');
        String path = parameters < 0 ? asked : asked.substring(0, parameters);
        String servlet = request.getServletPath();
        boolean isRoot = servlet.isEmpty() || servlet.equals("/");
        if (!isRoot || path.isEmpty() || path.endsWith("/")) {
            return Optional.empty();
        }
        return Optional.of(reference(path, request) + query(request));
    }

    /**
     * Only the end of the path is known here as the caller knows it. A relative reference needs no more (RFC 3986, 5.2),
     * unless a proxy has Corral at a path with another end. The dot keeps a colon in the path from ending a scheme.
     */
    private static String reference(String path, HttpServletRequest request) {
        String known = PublicUrl.of(request).path();
        return known.equals(request.getContextPath())
                ? "./" + path.substring(path.lastIndexOf('/') + 1) + "/"
                : known + "/";
    }

    /** The path as it came, unless it has characters that are not valid in a URL. */
    private static String query(HttpServletRequest request) {
        return Optional.ofNullable(request.getQueryString())
                .filter(text -> text.chars().allMatch(c -> c > ' ' && c < 0x7f))
                .map(text -> "?" + text)
                .orElse("");
    }
}
