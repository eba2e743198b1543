package org.corral.api;

import static org.corral.api.RouteRequirement.NOTHING;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.access.Caller;
import org.corral.http.JsonReply;
import org.corral.settings.Role;
import org.corral.watch.Health;
import org.corral.watch.HealthReport;

/**
 * The routes {@code /health/…}, in the form of MicroProfile Health, and the same below {@code /api/v1}, since some servers
 * answer {@code /health} themselves. Everybody is told the status, admins the checks as well.
 */
public final class HealthApi implements Api {
    private final Routes routes;

    public HealthApi(Routes routes, Health health) {
        this.routes = routes.on(NOTHING, "GET", "", call -> reply(call, health::all))
                .on(NOTHING, "GET", "/live", call -> reply(call, health::live))
                .on(NOTHING, "GET", "/ready", call -> reply(call, health::ready))
                .on(NOTHING, "GET", "/started", call -> reply(call, health::started));
    }

    private static void reply(ApiCall call, Supplier<HealthReport> question) throws IOException {
        HealthReport report = question.get();
        Optional<Caller> admin = Caller.of(call.request()).filter(caller -> caller.role() == Role.ADMIN);
        JsonReply.send(call.response(), report.status(), admin.isPresent() ? report.details() : report.summary());
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
