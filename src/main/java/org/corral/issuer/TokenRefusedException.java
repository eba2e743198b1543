package org.corral.issuer;

/** A token is not valid. The exception has no part of the token. */
public final class TokenRefusedException extends Exception {
    private final boolean expired;

    TokenRefusedException(boolean expired) {
        // Without a stack trace, since anybody can cause this exception at any rate.
        super(expired ? "the token has expired" : "the token is not valid", null, false, false);
        this.expired = expired;
    }

    /** Whether the token was valid once, and has expired. */
    public boolean expired() {
        return expired;
    }
}
