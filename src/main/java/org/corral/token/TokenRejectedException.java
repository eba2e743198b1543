package org.corral.token;

/** A token is not valid. The exception has a reason, and no part of the token. */
public final class TokenRejectedException extends Exception {
    /** The reason, for logs and counters. A caller is told only that the token is invalid or has expired. */
    public enum Reason {
        TOO_LONG,
        /** The token is not three parts of canonical base64url with JSON in them. */
        MALFORMED,
        /**
         * The header is not the one that Corral writes: another type, another algorithm than that of the key, or more
         * members.
         */
        HEADER,
        UNKNOWN_KEY,
        SIGNATURE,
        EXPIRED,
        /** The token is from the future, by more than clocks may differ. */
        NOT_YET,
        /** A claim is missing or wrong. */
        CLAIMS
    }

    private final Reason reason;

    TokenRejectedException(Reason reason) {
        // Without a stack trace, since anybody can cause this exception at any rate.
        super("token rejected: " + reason, null, false, false);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
