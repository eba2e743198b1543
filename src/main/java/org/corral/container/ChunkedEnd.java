package org.corral.container;

import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.util.Map;

/** Marks the end of a response after which the connection is closed. */
public final class ChunkedEnd {
    private static final System.Logger LOG = System.getLogger(ChunkedEnd.class.getName());

    private ChunkedEnd() {}

    /**
     * Forces chunked framing when the connection closes after this response. With a length Tomcat would read nothing more of the
     * request once that many bytes have been written; with neither length nor chunks servers would end the response by closing,
     * which a caller can't tell from a response that breaks off. Trailer fields make them use chunks, even if there are none, but
     * not Undertow.
     */
    public static void endWith(HttpServletResponse response) {
        ServletResponse servers = innermost(response);
        if (Undertow.made(servers)) {
            onUndertow(response, servers);
            return;
        }
        try {
            response.setTrailerFields(Map::of);
        } catch (IllegalStateException e) {
            // HTTP/1.0 has none.
        }
    }

    private static void onUndertow(HttpServletResponse response, ServletResponse servers) {
        try {
            Undertow.announceChunks(response, servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "A broken answer may look complete to a caller who wants the connection closed, because this version of the"
                            + " server can't be told to use chunks. Use a version that server-config names.",
                    e);
        }
    }

    private static ServletResponse innermost(ServletResponse response) {
        ServletResponse at = response;
        while (at instanceof ServletResponseWrapper wrapper) {
            at = wrapper.getResponse();
        }
        return at;
    }
}
