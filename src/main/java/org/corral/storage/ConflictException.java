package org.corral.storage;

/** What a transaction took for granted is no longer so; nothing of it was kept. */
public final class ConflictException extends RuntimeException {
    /** What stood in the way. */
    public enum Kind {
        /** A value that must be unique is there already. */
        TAKEN,
        /** Another transaction changed or locked the same rows first; to try again may succeed. */
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
