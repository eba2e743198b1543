package org.corral.proxy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.corral.backend.Ollama;
import org.corral.ollama.TargetRule;

/**
 * The servers that a request is for, one after the other: all of them, where it changes which models are there and nobody has
 * said otherwise. On one thread at a time.
 */
final class TargetServers {
    private final Queue<Optional<String>> left;
    private final boolean mayMiss; // a server that is asked may be without the model
    private volatile boolean done; // by one server at least

    private TargetServers(List<Optional<String>> names, boolean ofModelsThatAreThere) {
        this.left = new ArrayDeque<>(names);
        this.mayMiss = ofModelsThatAreThere && names.size() > 1;
    }

    static TargetServers of(AdmittedRequest admitted, List<Ollama> servers) {
        List<Ollama> up = servers.stream().filter(Ollama::isUp).toList();
        return of(admitted, names(servers), names(up));
    }

    private static List<String> names(List<Ollama> servers) {
        return servers.stream().map(server -> server.settings().name()).toList();
    }

    /**
     * @param all the names of all servers, in the order of the setting
     * @param up those that are up
     */
    static TargetServers of(AdmittedRequest admitted, List<String> all, List<String> up) {
        // If none is up, each is tried: one may be back by now.
        List<String> usable = up.isEmpty() ? all : up;
        return new TargetServers(
                targets(admitted, all.size(), usable), admitted.route().target() == TargetRule.ALL_WITH_MODEL);
    }

    private static List<Optional<String>> targets(AdmittedRequest admitted, int count, List<String> usable) {
        ServerChoice at = admitted.at();
        if (at.isAll()) {
            return each(usable);
        }
        if (at.server().isPresent() || count == 1) {
            return List.of(at.server());
        }
        return switch (admitted.route().target()) {
            case ANY -> List.of(Optional.empty());
            // The parts of a model and what is made of them come by several requests, and belong together.
            case FIRST -> each(usable.subList(0, 1));
            case ALL, ALL_WITH_MODEL -> each(usable);
        };
    }

    private static List<Optional<String>> each(List<String> names) {
        return names.stream().map(Optional::of).toList();
    }

    /** The name of the next one; empty if any will do. */
    Optional<String> next() {
        return left.remove();
    }

    /** The name of the next one, which stays the next; empty if any will do. */
    Optional<String> peek() {
        return left.element();
    }

    /** Whether more than one are left. */
    boolean isForSeveral() {
        return left.size() > 1;
    }

    /** Whether another one follows. */
    boolean goesOn() {
        return !left.isEmpty();
    }

    /**
     * To be asked once for each server.
     *
     * @param status what the server has answered with
     * @return whether that is not what the caller is told: it is no objection, and another server had none or has yet to be asked
     */
    boolean overlooks(int status) {
        if (status < 300) {
            done = true;
            return goesOn();
        }
        return mayMiss && status == 404 && (done || goesOn());
    }
}
