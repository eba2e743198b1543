package org.corral.backend;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.corral.ollama.ModelName;

/**
 * Which server a request goes to: one that is up, has the model, has it loaded, and has the least to do, in this order of
 * importance. A preference that no server meets is passed over, so that a wrong belief about a server costs a detour and not the request.
 */
final class ServerSelection {
    private ServerSelection() {}

    /** The servers that meet the requirement and were not tried yet, the best first, whether or not they have room. */
    static List<Ollama> candidates(List<Ollama> servers, ServerRequirement requirement, Set<Ollama> tried, long now) {
        if (servers.size() == 1 && tried.isEmpty() && requirement.server().isEmpty()) {
            return servers;
        }
        List<Ollama> all = servers.stream()
                .filter(server -> requirement
                        .server()
                        .map(server.settings().name()::equals)
                        .orElse(true))
                .toList();
        List<Ollama> able = requirement.model().map(model -> having(all, model)).orElse(all);
        List<Ollama> untried =
                able.stream().filter(server -> !tried.contains(server)).toList();
        List<Ollama> up = preferred(untried, server -> server.health().isUp());
        return up.stream().sorted(order(requirement.model(), now)).toList();
    }

    /** If no server is known to have the model, any of them may have it. */
    private static List<Ollama> having(List<Ollama> servers, ModelName model) {
        List<Ollama> sure =
                servers.stream().filter(server -> server.inventory().has(model)).toList();
        return sure.isEmpty() ? servers : sure;
    }

    private static List<Ollama> preferred(List<Ollama> servers, Predicate<Ollama> wanted) {
        List<Ollama> some = servers.stream().filter(wanted).toList();
        return some.isEmpty() ? servers : some;
    }

    private static Comparator<Ollama> order(Optional<ModelName> model, long now) {
        Comparator<Ollama> load = Comparator.comparingDouble(server -> server.load(now));
        return model.map(name -> Comparator.<Ollama, Boolean>comparing(
                                server -> !server.inventory().hasLoaded(name))
                        .thenComparing(load))
                .orElse(load);
    }
}
