package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.ollama.Routes;

/**
 * The path that the rules are compared with: the one that the servlet mapping saw, decoded and without {@code ;jsessionid}.
 * A path that can be read in two ways after decoding has no canonical form.
 */
final class CanonicalPath {
    private CanonicalPath() {}

    /** @throws RefusedException 400 if a servlet might read the path in another way than the rules; the text says why */
    static String of(HttpServletRequest request) throws RefusedException {
        String asked = request.getRequestURI();
        if (asked.indexOf(';') >= 0 && asked.contains("/..")) {
            // Liberty takes '/..' for a part of the parameter before it, other servers do not.
            throw AccessRefusals.crookedPath("a segment '..' beside a ';'");
        }
        String info = request.getPathInfo();
        String path = withSlashes(request.getServletPath() + (info == null ? "" : info));
        Optional<String> fault = fault(path);
        if (fault.isPresent()) {
            throw AccessRefusals.crookedPath(fault.get());
        }
        return path;
    }

    /** Some servers leave {@code %2F} in a model's name as it is and decode all else: it stands for a slash. */
    private static String withSlashes(String path) {
        return OllamaPaths.isBelow(path)
                ? Routes.ROOT + Routes.withSlashes(path.substring(Routes.ROOT.length()))
                : path;
    }

    static boolean is(String path) {
        return fault(path).isEmpty();
    }

    /** The fault of the path, in words that quote nothing of it. */
    private static Optional<String> fault(String path) {
        if (!path.isEmpty() && !path.startsWith("/")) {
            return Optional.of("no slash at its beginning");
        }
        if (path.contains("//")) {
            return Optional.of(path.startsWith("//") ? "two slashes at its beginning" : "two slashes together in it");
        }
        if ((path + "/").contains("/./") || (path + "/").contains("/../")) {
            return Optional.of("a segment '.' or '..'");
        }
        // Encoded ones arrive here decoded: %2F as /, %2e%2e as .., %3B as ;, and %252F as %2F.
        return path.chars().anyMatch(c -> c == ';' || c == '\\' || c == '%' || Character.isISOControl(c))
                ? Optional.of("';', '\\', a control character or one that is encoded twice")
                : Optional.empty();
    }
}
