package org.corral.account;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.corral.http.Parts;
import org.corral.settings.HttpSettings;

/** {@code /api/v1/admin/*}: what admins do with all accounts at once. */
public final class AdminServlet extends HttpServlet {
    private transient Optional<Routes> routes = Optional.empty();

    @Override
    public void init() {
        ImportHandler handler = new ImportHandler(Parts.get(getServletContext(), Accounts.class), Clock.systemUTC());
        routes = Optional.of(
                new Routes(Parts.get(getServletContext(), HttpSettings.class).maxImportBody())
                        .on("POST", "/import", "{\"user\":[…],\"auth\":[…]}", handler::importAccounts));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes.orElseThrow().answer(request, response);
    }
}
