package org.corral.watch;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.http.ContextAttributes;
import org.corral.http.Refusal;
import org.corral.http.Refusals;

/**
 * Refuses new requests with 503 while this node takes none, but for health and the route by which an admin lets requests in
 * again. A request that is dispatched again was let in before, and passes.
 */
public final class DrainFilter extends HttpFilter {
    private static final String[] OPEN = {"/health", "/api/v1/health", "/api/v1/admin/drain"};

    private transient Optional<Draining> draining = Optional.empty();

    @Override
    public void init() {
        draining = Optional.of(ContextAttributes.get(getServletContext(), Draining.class));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (draining.orElseThrow().state() == NodeState.State.READY || isOpen(request)) {
            chain.doFilter(request, response);
        } else {
            Refusals.send(request, response, Refusal.stopping());
        }
    }

    private static boolean isOpen(HttpServletRequest request) {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        for (String open : OPEN) {
            if (path.equals(open) || path.startsWith(open + "/")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Servers that tell nothing of a stop call this, most of them while what runs still can be written to. The server that has
     * told of it finds that nothing runs any more.
     */
    @Override
    public void destroy() {
        draining.ifPresent(Draining::stop);
    }
}
