package org.corral.token;

/** The signing keys can't be used. The message is for the operator: what is wrong and what to do, without secrets. */
public final class KeyRingException extends Exception {
    KeyRingException(String message) {
        super(message);
    }
}
