package org.corral.watch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corral.backend.Fleet;
import org.corral.backend.Ollama;

/** The health of this node. No method blocks, and none asks anybody: each tells what is known. Thread-safe. */
public final class Health {
    private final NodeState state;
    private final DatabasePulse pulse;
    private final String database;
    private final Fleet fleet;

    /** @param database its description, without secrets */
    public Health(NodeState state, DatabasePulse pulse, String database, Fleet fleet) {
        this.state = state;
        this.pulse = pulse;
        this.database = database;
        this.fleet = fleet;
    }

    /** Whether this process can answer at all. Whoever gets it has the answer: nothing is looked at. */
    public HealthReport live() {
        return new HealthReport(List.of());
    }

    /** Whether the start is over. */
    public HealthReport started() {
        boolean started = state.now() != NodeState.State.STARTING;
        return new HealthReport(List.of(node(started)));
    }

    /**
     * Whether new requests should be sent here: Corral takes them in, and the database is there. The Ollama servers are
     * shown, but not needed. All nodes have the same ones: without them every node would be taken out at once, and callers
     * would get the proxy's bare 503 in place of a text that says what is wrong, and nobody could sign in.
     */
    public HealthReport ready() {
        List<HealthCheck> checks = new ArrayList<>();
        checks.add(node(state.now() == NodeState.State.READY));
        checks.add(new HealthCheck("database", pulse.isReachable(), true, Map.of("description", database)));
        fleet.servers().forEach(server -> checks.add(ollama(server)));
        return new HealthReport(checks);
    }

    /** All of these together. */
    public HealthReport all() {
        return ready();
    }

    private HealthCheck node(boolean up) {
        return new HealthCheck("node", up, true, Map.of("state", state.now().text()));
    }

    private static HealthCheck ollama(Ollama server) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("url", server.settings().url().toString());
        data.put("needed", false);
        server.lastError().ifPresent(text -> data.put("last_error", text));
        return new HealthCheck("ollama " + server.settings().name(), server.isUp(), false, data);
    }
}
