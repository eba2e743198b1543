package org.corral.issuer;

/** The issuer's keys have not been fetched yet, so that its tokens can't be checked. */
public final class KeysUnavailableException extends Exception {
    KeysUnavailableException() {
        super("the issuer's keys could not be fetched", null, false, false);
    }
}
