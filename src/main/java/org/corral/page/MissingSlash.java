package org.corral.page;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.corral.http.PublicUrl;

/**
 * {@code /corral} instead of {@code /corral/}: the page's links, which are relative, would lead to the files of whoever is at
 * the root of this host. Servers add the slash by themselves unless a servlet is mapped to the context root, as here.
 */
final class MissingSlash {
    private MissingSlash() {}

    /** Where the slash is there; empty if it is there already. */
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
     * Of the path as the caller knows it only the end is known here, and it is all that a relative reference needs (RFC 3986,
     * 5.2), unless a proxy has Corral at a path that ends otherwise. The dot keeps a colon in it from ending a scheme.
     */
    private static String reference(String path, HttpServletRequest request) {
        String known = PublicUrl.of(request).path();
        return known.equals(request.getContextPath())
                ? "./" + path.substring(path.lastIndexOf('/') + 1) + "/"
                : known + "/";
    }

    /** As it came, unless it has what may not stand in a URL and a server has let it through. */
    private static String query(HttpServletRequest request) {
        return Optional.ofNullable(request.getQueryString())
                .filter(text -> text.chars().allMatch(c -> c > ' ' && c < 0x7f))
                .map(text -> "?" + text)
                .orElse("");
    }
}
