package org.corral.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.http.ContextAttributes;

/** Mapped at {@code /api/v1/admin/servers}: hands each request to the {@link ServersApi}. */
public final class ServersServlet extends HttpServlet {
    private transient Optional<ServersApi> api = Optional.empty();

    @Override
    public void init() {
        api = Optional.of(ContextAttributes.get(getServletContext(), ServersApi.class));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        api.orElseThrow().routes().answer(request, response);
    }
}
