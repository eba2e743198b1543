package org.corral.api;

import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corral.backend.Fleet;
import org.corral.backend.Inventory;
import org.corral.backend.Ollama;
import org.corral.flow.AsyncRequest;
import org.corral.timing.MonotonicClock;

/** Shows admins the Ollama servers and their state. Each call asks every server again. */
public final class ServersHandler {
    private final Fleet fleet;
    private final Clock clock;
    private final MonotonicClock monotonic;

    public ServersHandler(Fleet fleet, Clock clock, MonotonicClock monotonic) {
        this.fleet = fleet;
        this.clock = clock;
        this.monotonic = monotonic;
    }

    /** Called twice: at first it asks the servers, and the request is dispatched here again when they have answered. */
    void list(ApiCall call) throws IOException {
        if (call.request().getDispatcherType() == DispatcherType.ASYNC) {
            List<Map<String, Object>> servers =
                    fleet.servers().stream().map(this::json).toList();
            call.reply(Map.of("servers", servers, "waiting", fleet.waiting()));
            return;
        }
        AsyncRequest async =
                new AsyncRequest(call.request().startAsync(call.request(), call.response()), monotonic, () -> {});
        fleet.check(async::dispatch);
    }

    private Map<String, Object> json(Ollama server) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", server.settings().name());
        json.put("url", server.settings().url().toString());
        json.put("up", server.isUp());
        json.put("since", clock.instant().minus(server.since()).getEpochSecond());
        json.put("last_error", server.lastError().orElse(null));
        json.put("in_flight", server.inFlight());
        json.put(
                "parallel",
                server.settings().parallel().isPresent()
                        ? server.settings().parallel().getAsInt()
                        : null);
        json.put("weight", server.settings().weight());
        json.put("models", server.inventory().names());
        json.put(
                "loaded",
                server.inventory().loaded().stream().map(ServersHandler::json).toList());
        return json;
    }

    private static Map<String, Object> json(Inventory.Loaded loaded) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", loaded.model().toString());
        json.put("size", loaded.size());
        json.put("size_vram", loaded.sizeVram());
        json.put("expires_at", loaded.expiresAt().map(Instant::getEpochSecond).orElse(null));
        return json;
    }
}
