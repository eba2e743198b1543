package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import org.corral.settings.Role;

/** The request as servlets see it behind the filter: with the caller in the places that the Servlet API has for it. */
final class AuthenticatedRequest extends HttpServletRequestWrapper {
    private final Caller caller;

    AuthenticatedRequest(HttpServletRequest request, Caller caller) {
        super(request);
        this.caller = caller;
    }

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public String getRemoteUser() {
        return caller.email();
    }

    /** An admin is in the role {@code user} too; who is approved is not in {@code pending}. */
    @Override
    public boolean isUserInRole(String role) {
        Role asked = Role.of(role).orElse(null);
        return asked == caller.role() || (asked == Role.USER && caller.role() == Role.ADMIN);
    }

    @Override
    public String getAuthType() {
        return "Bearer";
    }
}
