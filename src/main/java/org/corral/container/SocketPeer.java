package org.corral.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The other end of the socket over which a request came. {@code getRemoteAddr()} may differ: valves and filters of the server
 * replace it, some with what a header field says, which a caller can write.
 */
public final class SocketPeer {
    private static final System.Logger LOG = System.getLogger(SocketPeer.class.getName());

    private SocketPeer() {}

    /** Whether this server tells it. Payara's web container descends from Tomcat's. */
    public static boolean isTold(ServletContext context) {
        return context.getClass().getName().startsWith("org.apache.catalina.");
    }

    /** The address; empty if the server does not tell, or has replaced it with what a proxy says. */
    public static Optional<String> of(ServletRequest request) {
        ServletRequest servers = CallerConnection.innermost(request);
        try {
            return Server.of(servers).peer(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "The address at the other end of a socket is unknown, because this version of the server does not tell."
                            + " Use a version that server-config names.",
                    e);
            return Optional.empty();
        }
    }
}
