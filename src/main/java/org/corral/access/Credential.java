package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Something in a request that may prove who sent it, and where it stood.
 *
 * @param place where it was found
 */
public record Credential(String text, Place place) {
    /** Where clients put it, what counts most first: no other site can make a browser send one of the headers. */
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

    /** Whether a browser sent it by itself, and nothing else came. */
    public boolean isCookie() {
        return place == Place.COOKIE || place == Place.SAFE_COOKIE;
    }

    /** The one by which the caller of this request was recognised; empty if by none. */
    public static Optional<Credential> of(HttpServletRequest request) {
        return request.getAttribute(Credential.class.getName()) instanceof Credential accepted
                ? Optional.of(accepted)
                : Optional.empty();
    }

    void noteIn(HttpServletRequest request) {
        request.setAttribute(Credential.class.getName(), this);
    }

    /** By how it begins: no token begins so. */
    boolean isApiKey() {
        return CredentialForm.isLikeApiKey(text);
    }

    /** Whether Corral, or an ollama, can have made it, as far as its form tells. */
    boolean isPossible() {
        return place == Place.SIGNATURE ? CredentialForm.isSignature(text) : CredentialForm.isOurs(text);
    }

    /**
     * Whether it does not matter beside this one, be it good or not: others can set the cookie {@code token}, and a proxy in
     * front may use Basic for itself.
     */
    boolean yieldsTo(Credential accepted) {
        return place == Place.BASIC || (place == Place.COOKIE && accepted.place == Place.SAFE_COOKIE);
    }

    @Override
    public String toString() {
        return "Credential[*** in " + place + "]";
    }
}
