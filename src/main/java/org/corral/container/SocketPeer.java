package org.corral.container;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRequest;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/**
 * The other end of the socket over which a request came. {@code getRemoteAddr()} may differ: valves and filters of the server
 * replace it, some with what a header field says, which a caller can write.
 */
public final class SocketPeer {
    private static final System.Logger LOG = System.getLogger(SocketPeer.class.getName());

    /** Those of Tomcat, Payara and GlassFish, whose web containers descend from Tomcat's, of Jetty, of WildFly and of Liberty. */
    private static final List<String> TOLD =
            List.of("org.apache.catalina.", "org.eclipse.jetty.", "io.undertow.servlet.", "com.ibm.ws.webcontainer");

    private SocketPeer() {}

    /** Whether this server tells it. */
    public static boolean isTold(ServletContext context) {
        String name = context.getClass().getName();
        return TOLD.stream().anyMatch(name::startsWith);
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
