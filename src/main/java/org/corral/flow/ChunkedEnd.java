package org.corral.flow;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** Marks the end of a response after which the connection is closed. */
public final class ChunkedEnd {
    private ChunkedEnd() {}

    /**
     * Forces chunked framing when the connection closes after this response. With a length Tomcat would read nothing more of the
     * request once that many bytes have been written; with neither length nor chunks it would end the response by closing, which
     * a caller can't tell from a response that breaks off. Trailer fields make it use chunks, even if there are none.
     */
    public static void endWith(HttpServletResponse response) {
        try {
            response.setTrailerFields(Map::of);
        } catch (IllegalStateException e) {
            // HTTP/1.0 has none.
        }
    }
}
