package org.corral.flow;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;

/** How an answer ends after which the connection is closed. */
public final class ChunkedEnd {
    private ChunkedEnd() {}

    /**
     * Has an answer that the end of the connection follows end by itself, without a length: Tomcat lets nothing be read any more
     * once as much has been written as was announced, and without that takes the end of the connection for the end of the
     * answer, which could not be told from its breaking off. Trailer fields, if only none of them, make it use chunks.
     */
    public static void endWith(HttpServletResponse response) {
        try {
            response.setTrailerFields(Map::of);
        } catch (IllegalStateException e) {
            // HTTP/1.0 has none.
        }
    }
}
