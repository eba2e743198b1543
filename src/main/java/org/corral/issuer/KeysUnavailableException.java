package org.corral.issuer;

/** The issuer's keys have never been fetched, so that nothing can be said about its tokens. */
public final class KeysUnavailableException extends Exception {
    KeysUnavailableException() {
        super("the issuer's keys could not be fetched", null, false, false);
    }
}
