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
import org.corral.token.KeyRing;

/** {@code /api/v1/admin/keys/*}: the keys that sign everybody's tokens, for admins. */
public final class SigningKeysServlet extends HttpServlet {
    private transient Optional<Routes> routes = Optional.empty();

    @Override
    public void init() {
        ServletContext context = getServletContext();
        SigningKeysHandler keys = new SigningKeysHandler(ContextAttributes.get(context, KeyRing.class));
        routes = Optional.of(new Routes(
                        ContextAttributes.get(context, HttpSettings.class).maxJsonBody(),
                        ContextAttributes.get(context, FlowLimits.class))
                .on(ADMIN, "GET", "/", keys::list)
                .on(FULL_ADMIN, "POST", "/rotate", keys::rotate));
    }

    Routes routes() {
        return routes.orElseThrow();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes().answer(request, response);
    }
}
