package org.corral.storage;

/** The database can't be used. The message is for the operator: what is wrong and what to do, without secrets. */
public final class StorageException extends Exception {
    StorageException(String message) {
        super(message);
    }

    /** @param cause for a debugger only, because its message may contain a URL with a password */
    StorageException(String message, Throwable cause) {
        super(message, cause);
    }
}
