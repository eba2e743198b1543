package org.corral.account;

import static org.corral.account.RouteRequirement.ADMIN;
import static org.corral.account.RouteRequirement.FULL_ADMIN;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.flow.FlowLimits;
import org.corral.http.ContextAttributes;
import org.corral.settings.HttpSettings;

/** {@code /api/v1/users/*}: the accounts of others, for admins. */
public final class UsersServlet extends HttpServlet {
    private transient Optional<Routes> routes = Optional.empty();

    @Override
    public void init() {
        ServletContext context = getServletContext();
        PasswordHashing hashing = ContextAttributes.get(context, PasswordHashing.class);
        UsersHandler users = new UsersHandler(
                ContextAttributes.get(context, Accounts.class),
                hashing,
                new CurrentPassword(hashing, ContextAttributes.get(context, SignInLimiter.class)),
                ContextAttributes.get(context, ExternalIdentities.class),
                ContextAttributes.get(context, ApiKeys.class),
                ContextAttributes.get(context, OllamaKeys.class));
        ModelsHandler models = new ModelsHandler(ContextAttributes.get(context, Accounts.class));
        routes = Optional.of(routes(
                        users,
                        ContextAttributes.get(context, HttpSettings.class),
                        ContextAttributes.get(context, FlowLimits.class))
                .on(ADMIN, "GET", "/{id}/models", models::showAccount)
                .on(FULL_ADMIN, "PUT", "/{id}/models", ModelsHandler.EXAMPLE, models::changeAccount));
    }

    static Routes routes(UsersHandler users, HttpSettings settings, FlowLimits limits) {
        return new Routes(settings.maxJsonBody(), limits)
                .on(ADMIN, "GET", "/", users::list)
                .on(ADMIN, "GET", "/{id}", users::show)
                .on(FULL_ADMIN, "POST", "/{id}/update", "{\"role\":\"user\"}", users::update)
                .on(FULL_ADMIN, "POST", "/{id}/signout", "{\"api_keys\":true}", users::signOut)
                .on(FULL_ADMIN, "DELETE", "/{id}", users::delete);
    }

    Routes routes() {
        return routes.orElseThrow();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes().answer(request, response);
    }
}
