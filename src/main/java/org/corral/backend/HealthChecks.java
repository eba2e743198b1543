package org.corral.backend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;

/**
 * Asks each of several servers now and then which models it has, which tells as well whether it is up. A single server is
 * asked only when a caller wants to know: there is no choice to be made, and its log stays quiet.
 */
final class HealthChecks implements Ticker.Listener {
    private final List<Ollama> servers;
    private final Duration interval;
    private final MonotonicClock clock;
    private final ListSource lists;
    private final Map<Ollama, Long> lastChecked = new ConcurrentHashMap<>(); // when, by the clock
    private final RequestCoalescer<Ollama, Ollama> checks = new RequestCoalescer<>(this::run);

    /** Where a server's lists come from. */
    @FunctionalInterface
    interface ListSource {
        /** @param then called once, on any thread */
        void fetch(Ollama server, String path, Consumer<FetchResult> then);
    }

    /** @param interval between two checks of a server */
    HealthChecks(List<Ollama> servers, Duration interval, MonotonicClock clock, ListSource lists) {
        this.servers = servers;
        this.interval = interval;
        this.clock = clock;
        this.lists = lists;
    }

    @Override
    public void onTick(long now) {
        if (servers.size() > 1) {
            servers.stream().filter(server -> isDue(server, now)).forEach(checks::ask);
        }
    }

    private boolean isDue(Ollama server, long now) {
        Long last = lastChecked.get(server);
        return last == null || now - last >= interval.toNanos();
    }

    /** @param then called once the server has said, or not said, what it has from now on; any thread */
    void check(Ollama server, Consumer<Ollama> then) {
        checks.ask(server, then);
    }

    private void run(Ollama server, Consumer<Ollama> then) {
        lastChecked.put(server, clock.nanos());
        lists.fetch(server, "/api/tags", tags -> {
            if (!tags.isOk()) {
                server.health().down(reason(tags));
                then.accept(server);
                return;
            }
            server.health().answered();
            lists.fetch(server, "/api/ps", running -> {
                try {
                    server.inventory(ModelLists.inventory(tags.body(), running.isOk() ? running.body() : ""));
                } finally {
                    then.accept(server);
                }
            });
        });
    }

    private static String reason(FetchResult result) {
        return result.head().map(head -> "status " + head.status()).orElse(result.failure());
    }
}
