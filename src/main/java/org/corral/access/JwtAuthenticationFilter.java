package org.corral.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.corral.http.Parts;
import org.corral.http.Refusals;
import org.corral.http.RefusedException;
import org.corral.settings.HttpSettings;
import org.corral.token.TokenVerifier;

/**
 * Lets a request pass with its caller, or refuses it as RFC 6750 says. web.xml declares it with {@code async-supported}
 * and names in the init-param {@code rules} who may pass where: one rule a line, {@code <path or prefix/*>
 * anyone|pending|user|admin}, the first that names the path decides, and a path that none names is closed.
 */
public final class JwtAuthenticationFilter extends HttpFilter {
    private transient Optional<Gate> gate = Optional.empty();

    @Override
    public void init() throws ServletException {
        ServletContext context = getServletContext();
        HttpSettings http = Parts.get(context, HttpSettings.class);
        gate = Optional.of(new Gate(
                rules(),
                Parts.get(context, TokenVerifier.class),
                Parts.get(context, AccountDirectory.class),
                new SameOrigin(http.publicUrl(), http.corsOrigins())));
    }

    private AccessRules rules() throws ServletException {
        String text = getInitParameter("rules");
        try {
            return AccessRules.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw new ServletException("web.xml, filter " + getFilterName() + ", init-param rules: " + e.getMessage());
        }
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Optional<Caller> caller;
        try {
            caller = gate.orElseThrow().admit(request);
        } catch (RefusedException e) {
            Refusals.send(request, response, e.refusal());
            return;
        }
        chain.doFilter(caller.isPresent() ? new AuthenticatedRequest(request, caller.get()) : request, response);
    }
}
