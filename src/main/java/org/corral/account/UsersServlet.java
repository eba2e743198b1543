package org.corral.account;

import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.http.Parts;
import org.corral.settings.HttpSettings;

/** {@code /api/v1/users/*}: the accounts of others, for admins. */
public final class UsersServlet extends HttpServlet {
    private transient Optional<Routes> routes = Optional.empty();

    @Override
    public void init() {
        ServletContext context = getServletContext();
        UsersHandler users = new UsersHandler(
                Parts.get(context, Accounts.class),
                Parts.get(context, PasswordHashing.class),
                Parts.get(context, ApiKeys.class),
                Parts.get(context, OllamaKeys.class));
        ModelsHandler models = new ModelsHandler(Parts.get(context, Accounts.class));
        routes = Optional.of(routes(users, Parts.get(context, HttpSettings.class))
                .on("GET", "/{id}/models", models::showAccount)
                .on("PUT", "/{id}/models", ModelsHandler.EXAMPLE, models::changeAccount));
    }

    static Routes routes(UsersHandler users, HttpSettings settings) {
        return new Routes(settings.maxJsonBody())
                .on("GET", "/", users::list)
                .on("GET", "/{id}", users::show)
                .on("POST", "/{id}/update", "{\"role\":\"user\"}", users::update)
                .on("POST", "/{id}/signout", "{\"api_keys\":true}", users::signOut)
                .on("DELETE", "/{id}", users::delete);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes.orElseThrow().answer(request, response);
    }
}
