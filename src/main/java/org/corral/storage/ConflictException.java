package org.corral.storage;

/** Another transaction came first or has taken a unique value; the transaction was rolled back. */
public final class ConflictException extends RuntimeException {
    /** The kind of conflict. */
    public enum Kind {
        /** A unique value is taken already. */
        TAKEN,
        /** Another transaction has changed or locked the same rows; another try may succeed. */
        CHANGED
    }

    private final Kind kind;

    ConflictException(Kind kind, Throwable cause) {
        super(kind == Kind.TAKEN ? "a unique value is taken" : "another transaction came first", cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
