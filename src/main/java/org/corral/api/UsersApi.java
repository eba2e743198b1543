package org.corral.api;

import static org.corral.api.RouteRequirement.ADMIN;
import static org.corral.api.RouteRequirement.FULL_ADMIN;

/** The routes below {@code /api/v1/users}: the accounts of others, for admins. */
public final class UsersApi implements Api {
    private final Routes routes;

    public UsersApi(Routes routes, UsersHandler users, ModelsHandler models) {
        this.routes = routes.on(ADMIN, "GET", "/", users::list)
                .on(ADMIN, "GET", "/{id}", users::show)
                .on(FULL_ADMIN, "POST", "/{id}/update", "{\"role\":\"user\"}", users::update)
                .on(FULL_ADMIN, "POST", "/{id}/signout", "{\"api_keys\":true}", users::signOut)
                .on(FULL_ADMIN, "DELETE", "/{id}", users::delete)
                .on(ADMIN, "GET", "/{id}/models", models::showAccount)
                .on(FULL_ADMIN, "PUT", "/{id}/models", ModelsHandler.EXAMPLE, models::changeAccount);
    }

    @Override
    public Routes routes() {
        return routes;
    }
}
