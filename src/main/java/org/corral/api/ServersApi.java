package org.corral.api;

import static org.corral.api.RouteRequirement.ADMIN;

/** The route {@code /api/v1/admin/servers}: the Ollama servers and their state, for admins. */
public final class ServersApi implements Api {
    private final Routes routes;

    public ServersApi(Routes routes, ServersHandler servers) {
        this.routes = routes.on(ADMIN, "GET", "", servers::list);
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
