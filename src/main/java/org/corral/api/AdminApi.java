package org.corral.api;

import static org.corral.api.RouteRequirement.ADMIN;
import static org.corral.api.RouteRequirement.FULL_ADMIN;

/** The routes below {@code /api/v1/admin}: the import of accounts, and the settings. */
public final class AdminApi implements Api {
    private final Routes routes;

    public AdminApi(Routes routes, SettingsHandler settings, ImportHandler accounts) {
        this.routes = routes.on(FULL_ADMIN, "POST", "/import", "{\"user\":[…],\"auth\":[…]}", accounts::importAccounts)
                .on(ADMIN, "GET", "/settings", settings::list);
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
