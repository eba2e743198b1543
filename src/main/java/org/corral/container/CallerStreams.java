package org.corral.container;

import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;

/**
 * The streams of an asynchronous request, as the servlet API describes them: they are read and written without blocking, on any
 * thread, and a flush sends the head of the response. Most servers' own streams are like that.
 */
public final class CallerStreams {
    private static final System.Logger LOG = System.getLogger(CallerStreams.class.getName());

    private CallerStreams() {}

    /** The body of the request. */
    public static ServletInputStream in(HttpServletRequest request) throws IOException {
        ServletInputStream in = request.getInputStream();
        try {
            return server(request).in(in);
        } catch (ReflectiveOperationException | RuntimeException e) {
            strange(e);
            return in;
        }
    }

    /** The body of the response. */
    public static ServletOutputStream out(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletOutputStream out = response.getOutputStream();
        try {
            return server(request).out(out);
        } catch (ReflectiveOperationException | RuntimeException e) {
            strange(e);
            return out;
        }
    }

    private static Server server(HttpServletRequest request) {
        return Server.of(CallerConnection.innermost(request));
    }

    private static void strange(Exception e) {
        LOG.log(
                Level.WARNING,
                "Bodies may stall, because this version of the server has other streams than Corral knows. Use a version that"
                        + " server-config names.",
                e);
    }
}
