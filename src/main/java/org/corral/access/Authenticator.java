package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import org.corral.http.RefusedException;

/** Decides about one request: whether it may pass, and as whose. */
interface Authenticator extends AutoCloseable {
    /** @return the request as the servlets are to see it, with its caller if he is known */
    HttpServletRequest pass(HttpServletRequest request) throws RefusedException;

    @Override
    default void close() {}
}
