package org.corral.api;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.http.ContextAttributes;

/** Hands each request to the routes of its part of the API. web.xml names a subclass for each part. */
abstract class ApiServlet extends HttpServlet {
    private final Class<? extends Api> part;
    private transient Optional<Routes> routes = Optional.empty();

    ApiServlet(Class<? extends Api> part) {
        this.part = part;
    }

    @Override
    public void init() {
        routes = Optional.of(ContextAttributes.get(getServletContext(), part).routes());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        routes.orElseThrow().answer(request, response);
    }
}
