package org.corral;

/** Stops the start with a message for the operator. It has no stack trace, because the fault is not in the code. */
final class StartException extends RuntimeException {
    StartException(String message) {
        super("Corral can't start. " + message, null, false, false);
    }
}
