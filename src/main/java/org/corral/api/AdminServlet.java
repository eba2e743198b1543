package org.corral.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.http.ContextAttributes;

/** Mapped at {@code /api/v1/admin/*}: hands each request to the {@link AdminApi}. */
public final class AdminServlet extends HttpServlet {
    private transient Optional<AdminApi> api = Optional.empty();

    @Override
    public void init() {
        api = Optional.of(ContextAttributes.get(getServletContext(), AdminApi.class));
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        api.orElseThrow().routes().answer(request, response);
    }
}
