package org.corral.proxy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.corral.settings.Role;

/**
 * One of Ollama's routes that may pass.
 *
 * @param methods in the order in which {@code Allow} names them
 * @param path what the path below {@code /ollama} must be, to the letter; nothing in it is decoded
 * @param role the lowest role that may use it
 */
record Route(Set<String> methods, Pattern path, Role role) {

    /** A path that is spelled exactly so. */
    static Route exact(String path, Role role, String... methods) {
        return matching(Pattern.quote(path), role, methods);
    }

    static Route matching(String regex, Role role, String... methods) {
        return new Route(new LinkedHashSet<>(List.of(methods)), Pattern.compile(regex), role);
    }

    boolean hasPath(String candidate) {
        return path.matcher(candidate).matches();
    }
}
