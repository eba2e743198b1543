package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * The body of a request to Corral's own API. It was read before the request is handled, so that no handler waits for it.
 */
public interface ReadBody {

    /**
     * The whole body.
     *
     * @throws RefusedException 413, 408 or another status, if the body was not read to its end
     */
    byte[] bytes() throws RefusedException;

    /**
     * Reserves memory for objects that are made of the body, until the request has been answered.
     *
     * @throws RefusedException 503 if there is not enough left
     */
    void takes(long bytes) throws RefusedException;

    /** Attaches this body to the request. */
    default void giveTo(HttpServletRequest request) {
        request.setAttribute(ReadBody.class.getName(), this);
    }

    /** The body of this request; empty if none was read. */
    static Optional<ReadBody> of(HttpServletRequest request) {
        return request.getAttribute(ReadBody.class.getName()) instanceof ReadBody body
                ? Optional.of(body)
                : Optional.empty();
    }
}
