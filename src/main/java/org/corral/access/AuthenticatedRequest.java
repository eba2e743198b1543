package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The request as servlets see it behind the filter, with the caller in the methods that the Servlet API has for it. */
final class AuthenticatedRequest extends HttpServletRequestWrapper {
    private final Principal caller;
    private final Predicate<String> roles;
    private final boolean signed;

    /** @param roles tells whether the caller is in the role of this name */
    AuthenticatedRequest(HttpServletRequest request, Principal caller, Predicate<String> roles) {
        super(request);
        this.signed = caller instanceof Caller known && known.proof() instanceof Proof.Signature;
        this.caller = caller;
        this.roles = roles;
    }

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public String getRemoteUser() {
        return caller.getName();
    }

    @Override
    public boolean isUserInRole(String role) {
        return roles.test(role);
    }

    /** Leaves out the query of a signature, which is meant for Corral: the proxy would send it on to Ollama. */
    @Override
    public @Nullable String getQueryString() {
        return signed ? null : super.getQueryString();
    }

    @Override
    public String getAuthType() {
        return "Bearer";
    }
}
