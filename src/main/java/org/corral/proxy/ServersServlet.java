package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.corral.access.Caller;
import org.corral.backend.Fleet;
import org.corral.backend.Inventory;
import org.corral.backend.Ollama;
import org.corral.http.ContextAttributes;
import org.corral.http.JsonReply;
import org.corral.http.Refusal;
import org.corral.http.Refusals;
import org.corral.settings.Role;

/** {@code /api/v1/admin/servers}: the Ollama servers and how they are, asked anew, for admins. */
public final class ServersServlet extends HttpServlet {
    private static final System.Logger LOG = System.getLogger(ServersServlet.class.getName());
    private static final String ALLOW = "GET, HEAD, OPTIONS";

    private transient Fleet fleet;
    private transient Clock clock;

    @Override
    public void init() {
        fleet = ContextAttributes.get(getServletContext(), Fleet.class);
        clock = ContextAttributes.get(getServletContext(), Clock.class);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean admin =
                Caller.of(request).filter(caller -> caller.role() == Role.ADMIN).isPresent();
        if (!admin) {
            Refusals.send(request, response, Refusal.insufficientScope("Only an admin may do this."));
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> answer(request, response);
            case "OPTIONS" -> {
                response.setHeader("Allow", ALLOW);
                response.setStatus(HttpServletResponse.SC_NO_CONTENT);
            }
            default -> Refusals.send(request, response, Refusal.methodNotAllowed("Use GET here.", ALLOW));
        }
    }

    /** At first asks the servers; dispatched again when they have said how they are. */
    private void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            List<Map<String, Object>> servers =
                    fleet.servers().stream().map(this::json).toList();
            JsonReply.send(response, HttpServletResponse.SC_OK, Map.of("servers", servers, "waiting", fleet.waiting()));
            return;
        }
        AsyncContext async = request.startAsync(request, response);
        async.setTimeout(0);
        fleet.check(() -> dispatch(async));
    }

    private static void dispatch(AsyncContext async) {
        try {
            async.dispatch();
        } catch (IllegalStateException e) {
            LOG.log(Level.DEBUG, "the admin has left");
        }
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
                server.inventory().loaded().stream().map(ServersServlet::json).toList());
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
