package org.corral.storage;

/** The database can't be reached at present, or has no free connection. */
public final class StorageUnavailableException extends RuntimeException {
    private static final String MESSAGE = "the database can't be reached at present";

    StorageUnavailableException(Throwable cause) {
        super(MESSAGE, cause);
    }

    /** While the database is known to be away; without a stack trace, since every request may cause one. */
    StorageUnavailableException() {
        super(MESSAGE, null, false, false);
    }
}
