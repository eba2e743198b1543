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
record Route(List<String> methods, Role role, RouteKind kind, Optional<Heartbeat> heartbeat) {

    Route {
        methods = List.copyOf(methods);
    }

    static Route of(Role role, RouteKind kind, String... methods) {
        return new Route(List.of(methods), role, kind, Optional.empty());
    }

    Route beating(Heartbeat beat) {
        return new Route(methods, role, kind, Optional.of(beat));
    }

    Route forRole(Role other) {
        return new Route(methods, other, kind, heartbeat);
    }

    boolean takes(String method) {
        return methods.contains(method);
    }
}
