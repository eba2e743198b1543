package org.corral.account;

import static org.corral.account.RouteRequirement.ADMIN;
import static org.corral.account.RouteRequirement.FULL_ADMIN;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.corral.flow.FlowLimits;
import org.corral.http.ContextAttributes;
import org.corral.settings.HttpSettings;
import org.corral.settings.SettingsInForce;

/** {@code /api/v1/admin/*}: what admins do with all accounts at once, and see of the whole installation. */
public final class AdminServlet extends HttpServlet {
    private transient Optional<Routes> routes = Optional.empty();

    @Override
    public void init() {
        ServletContext context = getServletContext();
        SettingsHandler settings = new SettingsHandler(
                ContextAttributes.get(context, SettingsInForce.class),
                ContextAttributes.get(context, AdminConfig.class));
        FlowLimits limits = ContextAttributes.get(context, FlowLimits.class);
        ImportHandler handler = new ImportHandler(
                ContextAttributes.get(context, Accounts.class),
                ContextAttributes.get(context, PasswordHashing.class),
                Clock.systemUTC());
        routes = Optional.of(
                new Routes(ContextAttributes.get(context, HttpSettings.class).maxImportBody(), limits.ofAdmins())
                        .on(FULL_ADMIN, "POST", "/import", "{\"user\":[…],\"auth\":[…]}", handler::importAccounts)
                        .on(ADMIN, "GET", "/settings", settings::list));
    }

    Routes routes() {
        return routes.orElseThrow();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes().answer(request, response);
    }
}
