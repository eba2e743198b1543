package org.corral.backend;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.corral.settings.HealthSettings;

/**
 * Asks each of several servers now and then which models it has, which tells as well whether it is up. A single server is
 * asked only when somebody wants to know: there is no choice to be made, and its log stays quiet.
 */
final class Checks implements Watch.Watched {
    private static final System.Logger LOG = System.getLogger(Checks.class.getName());

    private final List<Ollama> servers;
    private final HealthSettings settings;
    private final int listLimit;
    private final Watch watch;
    private final Map<Ollama, Long> asked = new ConcurrentHashMap<>(); // when, by System.nanoTime()
    private final Map<Ollama, List<Runnable>> underWay = new HashMap<>(); // with who asks anew; guarded by itself

    Checks(List<Ollama> servers, HealthSettings settings, int listLimit, Watch watch) {
        this.servers = servers;
        this.settings = settings;
        this.listLimit = listLimit;
        this.watch = watch;
    }

    @Override
    public void look(long now) {
        if (servers.size() > 1) {
            servers.stream().filter(server -> isDue(server, now)).forEach(server -> {
                if (begin(server)) {
                    run(server, List.of());
                }
            });
        }
    }

    private boolean isDue(Ollama server, long now) {
        Long last = asked.get(server);
        return last == null || now - last >= settings.interval().toNanos();
    }

    private boolean begin(Ollama server) {
        synchronized (underWay) {
            return underWay.putIfAbsent(server, new ArrayList<>()) == null;
        }
    }

    /** @param then called once the server has said, or not said, what it has from now on; any thread */
    void check(Ollama server, Runnable then) {
        synchronized (underWay) {
            List<Runnable> next = underWay.get(server);
            if (next != null) {
                // What is under way may have been said before now.
                next.add(then);
                return;
            }
            underWay.put(server, new ArrayList<>());
        }
        run(server, List.of(then));
    }

    private void run(Ollama server, List<Runnable> then) {
        asked.put(server, System.nanoTime());
        fetch(server, "/api/tags", tags -> {
            if (!tags.isOk()) {
                server.health().down(reason(tags), System.nanoTime());
                over(server, then);
                return;
            }
            server.health().answered(System.nanoTime());
            fetch(server, "/api/ps", running -> {
                try {
                    server.inventory(ModelLists.inventory(tags.body(), running.isOk() ? running.body() : ""));
                } finally {
                    over(server, then);
                }
            });
        });
    }

    private void over(Ollama server, List<Runnable> then) {
        List<Runnable> next;
        synchronized (underWay) {
            next = underWay.getOrDefault(server, List.of());
            if (next.isEmpty()) {
                underWay.remove(server);
            } else {
                underWay.put(server, new ArrayList<>());
            }
        }
        try {
            then.forEach(Checks::tell);
        } finally {
            if (!next.isEmpty()) {
                run(server, next);
            }
        }
    }

    /** Who can't take it must not keep it from the others. */
    private static void tell(Runnable then) {
        try {
            then.run();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "What is known of a server can't be told", e);
        }
    }

    void fetch(Ollama server, String target, Consumer<Fetched> then) {
        Fetch.from(server, target, listLimit, settings.timeout(), watch, then);
    }

    private static String reason(Fetched fetched) {
        return fetched.head().map(head -> "status " + head.status()).orElse(fetched.failure());
    }
}
