package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.corral.http.PublicUrl;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/** The refusals of the filter, with the challenge of RFC 6750, 3 and 3.1. */
final class AccessRefusals {
    static final String REALM = "Bearer realm=\"corral\"";

    private AccessRefusals() {}

    /** Has no error code, since the request has no credential (RFC 6750, 3.1). */
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

    static RefusedException notFromHere() {
        return refused(
                401,
                "corral.auth is off, so only this machine itself gets in: by localhost or 127.0.0.1, and not through a"
                        + " proxy. To let others in, set corral.auth to on and give them accounts.",
                REALM);
    }

    static RefusedException unknownApiKey() {
        return refused(
                401,
                "This API key is not valid here: it was never made, was revoked or has expired."
                        + " Make another one with POST " + Refusal.ROOT + "/api/v1/auths/api_keys.",
                challenge("invalid_token"));
    }

    static RefusedException outOfScope() {
        return refused(403, "This API key is not for this path.", challenge("insufficient_scope"));
    }

    static RefusedException malformedSignature() {
        return unsigned("This is not the signature of an ollama: it sends ?ts=<seconds> and nothing else in the query,"
                + " and its Ed25519 key and the signature in 'Authorization: <base64>:<base64>'.");
    }

    static RefusedException signatureElsewhere() {
        return unsigned("Signatures of ollama are taken below /ollama only. Sign in for everything else.");
    }

    static RefusedException signedAtAnotherTime() {
        return unsigned("The request was signed more than five minutes ago, or the clock of its sender is wrong.");
    }

    static RefusedException wrongSignature() {
        return unsigned("The signature is not one of this request by this key.");
    }

    static RefusedException unknownOllamaKey() {
        return unsigned("Nobody has registered this key: send the text of ~/.ollama/id_ed25519.pub to" + " POST "
                + Refusal.ROOT + "/api/v1/auths/ollama_keys.");
    }

    static RefusedException replayedSignature() {
        return unsigned(
                "This very request has come before, from another address or too long ago to be another one of the same"
                        + " second: sign another one.");
    }

    /** Puts before the text a sentence that says what is wrong with the credential itself. */
    static RefusedException explained(RefusedException refused, Optional<String> why) {
        return why.map(sentence -> refused.refusal())
                .map(refusal -> new RefusedException(new Refusal(
                        refusal.status(), why.get() + " " + refusal.text(), refusal.faults(), refusal.headers())))
                .orElse(refused);
    }

    static RefusedException peerUnknown() {
        return refused(
                401,
                "corral.auth is off, but a filter or valve of the server takes addresses from header fields, so that nobody"
                        + " can tell who is on this machine. Take it away, or set corral.auth to on.",
                REALM);
    }

    private static RefusedException unsigned(String text) {
        return refused(401, text, challenge("invalid_token"));
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
                "The request carries two different credentials (Authorization, x-api-key, cookie): send only one.",
                challenge("invalid_request"));
    }

    static RefusedException severalAuthorizations() {
        return refused(
                400, "The request has several Authorization headers: send only one.", challenge("invalid_request"));
    }

    /** @param fault what is wrong with the path */
    static RefusedException crookedPath(String fault) {
        return refused(
                400,
                "The path is not canonical: it has " + fault
                        + ". Write it as it is documented, each character as it is.",
                challenge("invalid_request"));
    }

    static RefusedException refused(int status, String text, String challenge) {
        return new RefusedException(Refusal.of(status, text).with("WWW-Authenticate", challenge));
    }

    static String challenge(String error) {
        return REALM + ", error=\"" + error + "\"";
    }

    private static String signIn(HttpServletRequest request) {
        return PublicUrl.of(request).path() + "/api/v1/auths/signin";
    }
}
