package org.corral.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.corral.http.ContextAttributes;
import org.corral.http.CorsOrigins;
import org.corral.http.Refusals;
import org.corral.http.RefusedException;
import org.corral.http.RequestId;
import org.corral.issuer.IssuerTokens;

/**
 * Lets a request pass with its caller, or refuses it as RFC 6750 says. web.xml declares it with {@code async-supported}
 * and names in the init-param {@code roles} who may pass where: one rule a line, {@code <path or prefix/*>
 * anyone|pending|user|admin}, the first that names the path decides, and a path that none names is closed.
 *
 * <p>In other web applications the init-params {@code issuer}, {@code audience} and {@code jwksUri} name an issuer whose
 * tokens are taken, Corral or any provider of OpenID Connect, and the roles are whatever the claim {@code roleClaim} has.
 */
public final class JwtAuthenticationFilter extends HttpFilter {
    private static final System.Logger LOG = System.getLogger(JwtAuthenticationFilter.class.getName());

    private transient Optional<AccessCheck> check = Optional.empty();

    @Override
    public void init() throws ServletException {
        FilterParameters parameters = new FilterParameters(getFilterConfig());
        try {
            check = Optional.of(parameters.nameAnIssuer() ? ofIssuer(parameters) : own(parameters));
        } catch (IllegalArgumentException e) {
            throw new ServletException("web.xml, filter " + getFilterName() + ", " + e.getMessage());
        }
    }

    private AccessCheck own(FilterParameters parameters) {
        ServletContext context = getServletContext();
        if (context.getAttribute(AccessCheckFactory.class.getName()) == null) {
            throw new IllegalArgumentException("init-params issuer, audience and jwksUri: are missing");
        }
        return ContextAttributes.get(context, AccessCheckFactory.class).with(parameters.ownRules());
    }

    private static AccessCheck ofIssuer(FilterParameters parameters) {
        AccessRules rules = parameters.rulesOfAnyRoles();
        return new AccessCheck(
                rules,
                new IssuerAuthenticator(
                        IssuerTokens.open(parameters.issuer()), new SameOrigin(Optional.empty(), CorsOrigins.none())));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest passed;
        try {
            passed = check.orElseThrow().pass(request);
        } catch (RefusedException e) {
            if (e.refusal().status() >= 500) {
                LOG.log(Level.WARNING, e.refusal().text() + " [" + RequestId.of(request) + "]");
            }
            Refusals.send(request, response, e.refusal());
            return;
        }
        chain.doFilter(passed, response);
    }

    @Override
    public void destroy() {
        check.ifPresent(AccessCheck::close);
    }
}
