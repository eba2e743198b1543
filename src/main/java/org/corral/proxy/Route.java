package org.corral.proxy;

import java.util.List;
import java.util.Optional;
import org.corral.settings.Role;

/**
 * One of Ollama's routes that may pass.
 *
 * @param methods in the order in which {@code Allow} names them
 * @param role the lowest role that may use it
 * @param heartbeat of its streamed answers; empty if they have none
 */
record Route(List<String> methods, Role role, Use use, Optional<Heartbeat> heartbeat) {

    Route {
        methods = List.copyOf(methods);
    }

    static Route of(Role role, Use use, String... methods) {
        return new Route(List.of(methods), role, use, Optional.empty());
    }

    Route beating(Heartbeat beat) {
        return new Route(methods, role, use, Optional.of(beat));
    }

    Route forRole(Role other) {
        return new Route(methods, other, use, heartbeat);
    }

    boolean takes(String method) {
        return methods.contains(method);
    }
}
