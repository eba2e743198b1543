package org.corral.api;

import static org.corral.api.RouteRequirement.ADMIN;
import static org.corral.api.RouteRequirement.FULL_ADMIN;

/** The routes below {@code /api/v1/admin/keys}: the keys that sign everybody's tokens, for admins. */
public final class SigningKeysApi implements Api {
    private final Routes routes;

    public SigningKeysApi(Routes routes, SigningKeysHandler keys) {
        this.routes = routes.on(ADMIN, "GET", "/", keys::list).on(FULL_ADMIN, "POST", "/rotate", keys::rotate);
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
