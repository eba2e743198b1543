package org.corral.proxy;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.lang.System.Logger.Level;

/**
 * The caller's connection on Payara and GlassFish. These end a message in good order even if a servlet throws in the
 * middle of it, and offer nothing in the servlet API that would prevent it: the connection below has to be closed.
 */
final class GrizzlyConnection {
    private static final System.Logger LOG = System.getLogger(GrizzlyConnection.class.getName());

    /** From the server's request to its connection. By name: the classes are the server's. */
    private static final String[] WAY = {"getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection"
    };

    private GrizzlyConnection() {}

    /** Closes the connection at once; on other servers nothing happens. */
    static void close(ServletRequest request) {
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        if (!isGrizzly(innermost)) {
            return;
        }
        try {
            Object at = innermost;
            for (String step : WAY) {
                at = at.getClass().getMethod(step).invoke(at);
            }
            at.getClass().getMethod("closeSilently").invoke(at);
        } catch (ReflectiveOperationException e) {
            LOG.log(
                    Level.ERROR,
                    "A broken answer may look like a whole one: this server's connection can't be closed",
                    e);
        }
    }

    private static boolean isGrizzly(ServletRequest request) {
        try {
            request.getClass().getMethod(WAY[0]);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}
