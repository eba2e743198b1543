package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * A text in a request that may prove who sent it.
 *
 * @param place where the text was found
 */
public record Credential(String text, Place place) {
    /** The places of credentials, the strongest first: no other site can make a browser send one of the header fields. */
    enum Place {
        AUTHORIZATION,
        /** The field {@code Authorization} as ollama's command line sends it, without a scheme. */
        SIGNATURE,
        API_KEY_HEADER,
        /** A cookie of a name that no other application on the host can set. */
        SAFE_COOKIE,
        COOKIE,
        /** The name or the password of {@code Authorization: Basic}. */
        BASIC
    }

    /** Whether a browser sent it by itself, as a cookie. */
    public boolean isCookie() {
        return place == Place.COOKIE || place == Place.SAFE_COOKIE;
    }

    /** The credential by which the caller of this request was recognised; empty if there is none. */
    public static Optional<Credential> of(HttpServletRequest request) {
        return request.getAttribute(Credential.class.getName()) instanceof Credential accepted
                ? Optional.of(accepted)
                : Optional.empty();
    }

    void noteIn(HttpServletRequest request) {
        request.setAttribute(Credential.class.getName(), this);
    }

    /** Tells by the beginning of the text: no token begins like an API key. */
    boolean isApiKey() {
        return CredentialForm.isLikeApiKey(text);
    }

    /** Whether the text has the form of a credential that Corral or an ollama makes. */
    boolean isPossible() {
        return place == Place.SIGNATURE ? CredentialForm.isSignature(text) : CredentialForm.isOurs(text);
    }

    /**
     * Whether this credential is ignored beside the accepted one, valid or not: other applications can set the cookie
     * {@code token}, and a proxy in front may use Basic for itself.
     */
    boolean yieldsTo(Credential accepted) {
        return place == Place.BASIC || (place == Place.COOKIE && accepted.place == Place.SAFE_COOKIE);
    }

    @Override
    public String toString() {
        return "Credential[*** in " + place + "]";
    }
}
