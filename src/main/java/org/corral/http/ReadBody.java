package org.corral.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The body of a request to Corral's own API, which was read before the request is handled: nobody waits for a caller here. */
public interface ReadBody {

    /**
     * All of it.
     *
     * @throws RefusedException 413, 408 or another, if it was not read to its end
     */
    byte[] bytes() throws RefusedException;

    /**
     * Something is made of it that takes so much memory, until the request has been answered.
     *
     * @throws RefusedException 503 if there is none left
     */
    void takes(long bytes) throws RefusedException;

    /** Has the request go on with this body. */
    default void giveTo(HttpServletRequest request) {
        request.setAttribute(ReadBody.class.getName(), this);
    }

    /** That of this request; empty if none was read. */
    static Optional<ReadBody> of(HttpServletRequest request) {
        return request.getAttribute(ReadBody.class.getName()) instanceof ReadBody body
                ? Optional.of(body)
                : Optional.empty();
    }
}
