package org.corral.api;

import static org.corral.api.RouteRequirement.ADMIN;
import static org.corral.api.RouteRequirement.FULL_ADMIN;

/** The routes below {@code /api/v1/admin}: the import of accounts, the settings, and whether this node takes requests. */
public final class AdminApi implements Api {
    private final Routes routes;

    public AdminApi(Routes routes, SettingsHandler settings, ImportHandler accounts, DrainHandler drain) {
        this.routes = routes.on(FULL_ADMIN, "POST", "/import", "{\"user\":[…],\"auth\":[…]}", accounts::importAccounts)
                .on(ADMIN, "GET", "/settings", settings::list)
                .on(ADMIN, "GET", "/drain", drain::show)
                .on(FULL_ADMIN, "POST", "/drain", "{\"draining\":true}", drain::change);
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
