package org.corral.proxy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.corral.settings.Role;

/**
 * One of Ollama's routes that may pass.
 *
 * @param methods in the order in which {@code Allow} names them
 * @param role the lowest role that may use it
 */
record Route(Set<String> methods, Role role) {

    static Route of(Role role, String... methods) {
        return new Route(new LinkedHashSet<>(List.of(methods)), role);
    }
}
