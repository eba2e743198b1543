package org.corral.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Before the authentication filter: whoever asks for a path that is a known mistake is told the right one, with or without
 * a token. A bare 401 would send them looking for the fault in their password.
 */
public final class KnownMistakeFilter extends HttpFilter {
    /** Read with the first request, so that the start does not wait for it. */
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
            // Two threads may read it at once; it comes to the same.
            known = Optional.of(KnownRoutes.of(getServletContext()));
            routes = known;
        }
        return known.get();
    }
}
