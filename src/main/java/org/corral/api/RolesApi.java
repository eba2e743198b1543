package org.corral.api;

import static org.corral.api.RouteRequirement.ADMIN;
import static org.corral.api.RouteRequirement.FULL_ADMIN;

/** The routes below {@code /api/v1/roles}: what a role may use, for admins. */
public final class RolesApi implements Api {
    private final Routes routes;

    public RolesApi(Routes routes, ModelsHandler models) {
        this.routes = routes.on(ADMIN, "GET", "/{role}/models", models::showRole)
                .on(FULL_ADMIN, "PUT", "/{role}/models", ModelsHandler.EXAMPLE, models::changeRole);
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
