package org.corral.backend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.corral.settings.HealthSettings;
import org.corral.timing.Ticker;

/**
 * Asks each of several servers now and then which models it has, which tells as well whether it is up. A single server is
 * asked only when a caller wants to know: there is no choice to be made, and its log stays quiet.
 */
final class HealthChecks implements Ticker.Listener {
    private final List<Ollama> servers;
    private final HealthSettings settings;
    private final int listLimit;
    private final Ticker ticker;
    private final Map<Ollama, Long> lastChecked = new ConcurrentHashMap<>(); // when, by the clock of the ticker
    private final RequestCoalescer<Ollama, Ollama> checks = new RequestCoalescer<>(this::run);

    HealthChecks(List<Ollama> servers, HealthSettings settings, int listLimit, Ticker ticker) {
        this.servers = servers;
        this.settings = settings;
        this.listLimit = listLimit;
        this.ticker = ticker;
    }

    @Override
    public void onTick(long now) {
        if (servers.size() > 1) {
            servers.stream().filter(server -> isDue(server, now)).forEach(checks::ask);
        }
    }

    private boolean isDue(Ollama server, long now) {
        Long last = lastChecked.get(server);
        return last == null || now - last >= settings.interval().toNanos();
    }

    /** @param then called once the server has said, or not said, what it has from now on; any thread */
    void check(Ollama server, Consumer<Ollama> then) {
        checks.ask(server, then);
    }

    private void run(Ollama server, Consumer<Ollama> then) {
        lastChecked.put(server, ticker.clock().nanos());
        fetch(server, "/api/tags", tags -> {
            if (!tags.isOk()) {
                server.health().down(reason(tags));
                then.accept(server);
                return;
            }
            server.health().answered();
            fetch(server, "/api/ps", running -> {
                try {
                    server.inventory(ModelLists.inventory(tags.body(), running.isOk() ? running.body() : ""));
                } finally {
                    then.accept(server);
                }
            });
        });
    }

    void fetch(Ollama server, String target, Consumer<FetchResult> then) {
        Fetch.from(server.connections()::ask, target, listLimit, settings.timeout(), ticker, then);
    }

    private static String reason(FetchResult result) {
        return result.head().map(head -> "status " + head.status()).orElse(result.failure());
    }
}
