package org.corral.proxy;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.corral.backend.Ollama;

/**
 * The servers that a request is for, one after the other: all of them, where it changes which models are there and nobody has
 * said otherwise. On one thread at a time.
 */
final class Round {
    private static final List<String> FOR_ONE = List.of("/api/push", "/api/create");

    private final Queue<Optional<String>> left;

    private Round(List<Optional<String>> names) {
        this.left = new ArrayDeque<>(names);
    }

    static Round of(Permission permission, List<Ollama> servers) {
        Where at = permission.at();
        boolean one = permission.route().use() != Use.MANAGE || FOR_ONE.contains(permission.path());
        boolean all = at.isAll() || (at.server().isEmpty() && !one && servers.size() > 1);
        return all ? ofAll(servers) : new Round(List.of(at.server()));
    }

    private static Round ofAll(List<Ollama> servers) {
        List<Ollama> up = servers.stream().filter(Ollama::isUp).toList();
        return new Round((up.isEmpty() ? servers : up)
                .stream().map(server -> Optional.of(server.settings().name())).toList());
    }

    /** The name of the next one; empty if any will do. */
    Optional<String> next() {
        return left.remove();
    }

    /** The same, without going on to it. */
    Optional<String> peek() {
        return left.element();
    }

    /** Whether another one follows. */
    boolean goesOn() {
        return !left.isEmpty();
    }
}
