package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import org.corral.http.RefusedException;

/** The refusals for tokens of another issuer, with the challenge of RFC 6750, 3 and 3.1. */
final class IssuerRefusals {
    private IssuerRefusals() {}

    static RefusedException nobody(HttpServletRequest request) {
        if (request.getMethod().equals("OPTIONS") && request.getHeader("Access-Control-Request-Method") != null) {
            return AccessRefusals.refused(
                    401,
                    "A browser asks here without a token whether a page may come (CORS): in web.xml the filter that answers"
                            + " this must be mapped before the one that checks tokens.",
                    AccessRefusals.REALM);
        }
        return AccessRefusals.refused(
                401,
                "This needs a token: send one in the header 'Authorization: Bearer <token>'.",
                AccessRefusals.REALM);
    }

    static RefusedException invalidToken(boolean expired) {
        return AccessRefusals.refused(
                401,
                (expired ? "The token has expired." : "The token is not valid here.") + " Get a new one.",
                AccessRefusals.challenge("invalid_token"));
    }

    static RefusedException roleMissing(String role) {
        return AccessRefusals.refused(
                403,
                "This needs the role " + role + ", which the token does not give.",
                AccessRefusals.challenge("insufficient_scope"));
    }
}
