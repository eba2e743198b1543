package org.corral.flow;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Tells by the head of a request whether it has a body. */
public final class BodyPresence {
    private static final Set<String> BODILESS = Set.of("GET", "HEAD");

    private BodyPresence() {}

    /** Whether there is one that is not empty, as far as its length is known. */
    public static boolean body(HttpServletRequest request) {
        long length = request.getContentLengthLong();
        return length > 0 || (length < 0 && hasUnknownLength(request));
    }

    /** HTTP/2 announces no body whose length is not known (RFC 9113, 8.1): one may come wherever a body has a meaning. */
    private static boolean hasUnknownLength(HttpServletRequest request) {
        return request.getProtocol().startsWith("HTTP/1.")
                ? request.getHeader("Transfer-Encoding") != null
                : request.getProtocol().equals("HTTP/2.0") && !BODILESS.contains(request.getMethod());
    }

    /** Over HTTP/2 a request that ends early ends no connection, and nothing of its body need be read. */
    static boolean isOwed(HttpServletRequest request) {
        return body(request) && request.getProtocol().startsWith("HTTP/1.");
    }
}
