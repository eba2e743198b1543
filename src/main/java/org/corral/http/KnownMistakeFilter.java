package org.corral.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Answers a request for a path that is a known mistake with the right path, with or without a token. It comes before the
 * authentication filter, since a bare 401 would make people look for the fault in their password.
 */
public final class KnownMistakeFilter extends HttpFilter {
    /** Read at the first request, so that the start does not wait for it. */
    private transient volatile Optional<KnownRoutes> routes = Optional.empty();

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = Refusals.path(request);
        String method = request.getMethod();
        KnownRoutes known = routes();
        if (known.at(path).filter(route -> route.takes(method)).isPresent()) {
            chain.doFilter(request, response);
            return;
        }
        KnownMistakes mistakes = new KnownMistakes(known, PublicUrl.of(request).path());
        Optional<KnownMistakes.Mistake> mistake = mistakes.of(method, path);
        if (mistake.isPresent()) {
            Refusals.send(request, response, mistake.get());
            return;
        }
        mistakes.remark(method, path).ifPresent(remark -> Refusals.remark(request, remark));
        chain.doFilter(request, response);
    }

    private KnownRoutes routes() {
        Optional<KnownRoutes> known = routes;
        if (known.isEmpty()) {
            // If two threads read it at once, both get the same routes.
            known = Optional.of(KnownRoutes.of(getServletContext()));
            routes = known;
        }
        return known.get();
    }
}
