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
        return new TargetServers(names(admitted, servers), admitted.route().target() == TargetRule.ALL_WITH_MODEL);
    }

    private static List<Optional<String>> names(AdmittedRequest admitted, List<Ollama> servers) {
        ServerChoice at = admitted.at();
        if (at.isAll()) {
            return namesOf(upOf(servers));
        }
        if (at.server().isPresent() || servers.size() == 1) {
            return List.of(at.server());
        }
        return switch (admitted.route().target()) {
            case ANY -> List.of(Optional.empty());
            // The parts of a model and what is made of them come by several requests, and belong together.
            case FIRST -> namesOf(upOf(servers).subList(0, 1));
            case ALL, ALL_WITH_MODEL -> namesOf(upOf(servers));
        };
    }

    /** All, if none of them is. */
    private static List<Ollama> upOf(List<Ollama> servers) {
        List<Ollama> up = servers.stream().filter(Ollama::isUp).toList();
        return up.isEmpty() ? servers : up;
    }

    private static List<Optional<String>> namesOf(List<Ollama> servers) {
        return servers.stream()
                .map(server -> Optional.of(server.settings().name()))
                .toList();
    }

    /** The name of the next one; empty if any will do. */
    Optional<String> next() {
        return left.remove();
    }

    /** The same, without going on to it. */
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
