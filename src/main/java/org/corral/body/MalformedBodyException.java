package org.corral.body;

/** A body that cannot be understood in one way only. The message is for the caller, and quotes nothing. */
public final class MalformedBodyException extends Exception {
    MalformedBodyException(String message) {
        super(message, null, false, false);
    }
}
