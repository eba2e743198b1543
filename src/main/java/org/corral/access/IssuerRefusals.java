package org.corral.access;

import org.corral.http.RefusedException;

/** What the filter refuses by the tokens of an issuer elsewhere, with the challenge of RFC 6750, 3 and 3.1. */
final class IssuerRefusals {
    private IssuerRefusals() {}

    static RefusedException nobody() {
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
