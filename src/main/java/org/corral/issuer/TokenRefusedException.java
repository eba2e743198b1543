package org.corral.issuer;

/** A token that is not believed. Says nothing of the token itself. */
public final class TokenRefusedException extends Exception {
    private final boolean expired;

    TokenRefusedException(boolean expired) {
        // Without a stack trace: anybody can bring it about, at any rate.
        super(expired ? "the token has expired" : "the token is not valid", null, false, false);
        this.expired = expired;
    }

    /** Whether it was good once. */
    public boolean expired() {
        return expired;
    }
}
