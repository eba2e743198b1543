package org.corral.token;

/** A token that is not believed. Says why in one word, and nothing of the token itself. */
public final class TokenRejectedException extends Exception {
    /** Why; for logs and counters. A caller is told no more than that the token is invalid or has expired. */
    public enum Reason {
        TOO_LONG,
        /** Not three parts of canonical base64url with JSON in them. */
        MALFORMED,
        /** Not the header that Corral writes: another type, an algorithm that is not the key's, anything more. */
        HEADER,
        UNKNOWN_KEY,
        SIGNATURE,
        EXPIRED,
        /** From the future, by more than clocks may differ. */
        NOT_YET,
        /** A claim is missing or wrong. */
        CLAIMS
    }

    private final Reason reason;

    TokenRejectedException(Reason reason) {
        // Without a stack trace: it is an everyday event, and anybody can bring it about at any rate.
        super("token rejected: " + reason, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
