package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/** Every refusal of the filter, with the challenge of RFC 6750, 3 and 3.1. */
final class AccessRefusals {
    static final String REALM = "Bearer realm=\"corral\"";

    private AccessRefusals() {}

    /** RFC 6750, 3.1: without any credential there is no error code. */
    static RefusedException nobody(HttpServletRequest request) {
        return refused(
                401,
                "Sign in first: POST " + signIn(request) + " with {\"email\":\"…\",\"password\":\"…\"} as JSON gives a"
                        + " token; send it in the header 'Authorization: Bearer <token>'.",
                REALM);
    }

    static RefusedException invalidToken(HttpServletRequest request, String why) {
        return refused(401, why + " Sign in again: POST " + signIn(request) + ".", challenge("invalid_token"));
    }

    static RefusedException roleTooLow(Role has, Role needs) {
        String text = has == Role.PENDING
                ? "This account waits for approval: an admin must approve it first."
                : "This needs the role " + needs.text() + "; this account has the role " + has.text() + ".";
        return refused(403, text, challenge("insufficient_scope"));
    }

    static RefusedException noRule() {
        return refused(
                403,
                "This path is closed: no rule of the JwtAuthenticationFilter names it.",
                challenge("insufficient_scope"));
    }

    static RefusedException foreignOrigin() {
        return refused(
                403,
                "A request that changes something is taken with the cookie only from Corral's own pages."
                        + " Send the token in the header 'Authorization: Bearer <token>' instead.",
                challenge("insufficient_scope"));
    }

    static RefusedException differentCredentials() {
        return refused(
                400,
                "The request carries two different tokens (Authorization, x-api-key, cookie 'token'): send only one.",
                challenge("invalid_request"));
    }

    static RefusedException severalAuthorizations() {
        return refused(
                400, "The request has several Authorization headers: send only one.", challenge("invalid_request"));
    }

    static RefusedException crookedPath() {
        return refused(
                400,
                "The path is not canonical: write it without '//', '.', '..', ';', '\\' and encoded characters.",
                challenge("invalid_request"));
    }

    static RefusedException refused(int status, String text, String challenge) {
        return new RefusedException(Refusal.of(status, text).with("WWW-Authenticate", challenge));
    }

    static String challenge(String error) {
        return REALM + ", error=\"" + error + "\"";
    }

    private static String signIn(HttpServletRequest request) {
        return request.getContextPath() + "/api/v1/auths/signin";
    }
}
