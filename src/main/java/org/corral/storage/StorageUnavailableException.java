package org.corral.storage;

/** The database can't be reached at present, or has no free connection. */
public final class StorageUnavailableException extends RuntimeException {
    StorageUnavailableException(Throwable cause) {
        super("the database can't be reached at present", cause);
    }
}
