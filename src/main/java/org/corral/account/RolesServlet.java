package org.corral.account;

import static org.corral.account.RouteRequirement.ADMIN;
import static org.corral.account.RouteRequirement.FULL_ADMIN;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.flow.FlowLimits;
import org.corral.http.ContextAttributes;
import org.corral.settings.HttpSettings;

/** {@code /api/v1/roles/*}: what a role may use, for admins. */
public final class RolesServlet extends HttpServlet {
    private transient Optional<Routes> routes = Optional.empty();

    @Override
    public void init() {
        ModelsHandler models = new ModelsHandler(ContextAttributes.get(getServletContext(), Accounts.class));
        HttpSettings settings = ContextAttributes.get(getServletContext(), HttpSettings.class);
        routes = Optional.of(
                new Routes(settings.maxJsonBody(), ContextAttributes.get(getServletContext(), FlowLimits.class))
                        .on(ADMIN, "GET", "/{role}/models", models::showRole)
                        .on(FULL_ADMIN, "PUT", "/{role}/models", ModelsHandler.EXAMPLE, models::changeRole));
    }

    Routes routes() {
        return routes.orElseThrow();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes().answer(request, response);
    }
}
