package org.corral.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.lang.System.Logger.Level;
import java.util.Optional;

/**
 * The other end of the socket by which a request came. {@code getRemoteAddr()} is what filters, valves and settings of the
 * server have made of it, some by fields that callers write.
 */
public final class SocketPeer {
    private static final System.Logger LOG = System.getLogger(SocketPeer.class.getName());

    private SocketPeer() {}

    /** Whether this server tells it; Payara's web container is of Tomcat's descent. */
    public static boolean isTold(ServletContext context) {
        return context.getClass().getName().startsWith("org.apache.catalina.");
    }

    /** Its address; empty where that can't be told, or the server has believed what a proxy says. */
    public static Optional<String> of(ServletRequest request) {
        ServletRequest servers = CallerConnection.innermost(request);
        try {
            return Server.of(servers).peer(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "Nobody can tell who is at the other end of a socket: this server has changed inside",
                    e);
            return Optional.empty();
        }
    }
}
