package org.corral.access;

import jakarta.servlet.http.HttpServletRequest;
import org.corral.http.RefusedException;

/** Finds the caller of a request, and lets the request pass or refuses it. */
interface Authenticator extends AutoCloseable {
    /**
     * @param path in its canonical form
     * @param rule of this path
     * @return the request as the servlets are to see it, with its caller if they are known
     */
    HttpServletRequest pass(String path, AccessRule rule, HttpServletRequest request) throws RefusedException;

    @Override
    default void close() {}
}
