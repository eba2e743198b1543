package org.corral.backend;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.corral.settings.HealthSettings;

/**
 * Asks each of several servers now and then which models it has, which tells as well whether it is up. A single server is
 * asked only when somebody wants to know: there is no choice to be made, and its log stays quiet.
 */
final class Checks implements Watch.Watched {
    private final List<Ollama> servers;
    private final HealthSettings settings;
    private final int listLimit;
    private final Watch watch;
    private final Map<Ollama, Long> asked = new ConcurrentHashMap<>(); // when, by System.nanoTime()
    private final Set<Ollama> underWay = ConcurrentHashMap.newKeySet();

    Checks(List<Ollama> servers, HealthSettings settings, int listLimit, Watch watch) {
        this.servers = servers;
        this.settings = settings;
        this.listLimit = listLimit;
        this.watch = watch;
    }

    @Override
    public void look(long now) {
        if (servers.size() > 1) {
            servers.stream().filter(server -> isDue(server, now)).forEach(server -> check(server, () -> {}));
        }
    }

    private boolean isDue(Ollama server, long now) {
        Long last = asked.get(server);
        return last == null || now - last >= settings.interval().toNanos();
    }

    /** @param then called once the server has said, or not said, what it has; any thread */
    void check(Ollama server, Runnable then) {
        if (!underWay.add(server)) {
            then.run();
            return;
        }
        asked.put(server, System.nanoTime());
        fetch(server, "/api/tags", tags -> {
            if (!tags.isOk()) {
                server.health().down(reason(tags), System.nanoTime());
                over(server, then);
                return;
            }
            server.health().answered(System.nanoTime());
            fetch(server, "/api/ps", running -> {
                server.inventory(ModelLists.inventory(tags.body(), running.isOk() ? running.body() : ""));
                over(server, then);
            });
        });
    }

    void fetch(Ollama server, String target, Consumer<Fetched> then) {
        Fetch.from(server, target, listLimit, settings.timeout(), watch, then);
    }

    private void over(Ollama server, Runnable then) {
        underWay.remove(server);
        then.run();
    }

    private static String reason(Fetched fetched) {
        return fetched.head().map(head -> "status " + head.status()).orElse(fetched.failure());
    }
}
