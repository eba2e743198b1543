package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;

/** The HTTP server of Payara and GlassFish. */
final class Grizzly implements Server {
    private static final String HTTP2 = "HTTP/2.0";
    private static final String UNWRAPPED = "getUnwrappedCoyoteRequest";

    /** Payara's name and GlassFish's for Grizzly's own request. */
    private static final List<String> REQUEST = List.of("getCoyoteRequest", "getGrizzlyRequest");

    static boolean made(ServletRequest servers) {
        try {
            servers.getClass().getMethod(UNWRAPPED);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static Object connection(ServletRequest servers) throws ReflectiveOperationException {
        Object unwrapped = ServerInternals.follow(servers, UNWRAPPED);
        return ServerInternals.follow(ServerInternals.followAny(unwrapped, REQUEST), "getContext", "getConnection");
    }

    /** These servers end the message in good order whatever a servlet throws, so the connection is closed directly. */
    @Override
    public void breakOff(ServletRequest servers) throws ReflectiveOperationException {
        ServerInternals.follow(connection(servers), "closeSilently");
    }

    /** Grizzly reads nothing while a request is asynchronous, except over HTTP/2, where it reports by itself who leaves. */
    @Override
    public Presence look(ServletRequest servers) throws ReflectiveOperationException {
        return !servers.getProtocol().equals(HTTP2)
                        && ServerInternals.follow(connection(servers), "getChannel") instanceof SocketChannel socket
                ? SocketLook.at(socket)
                : Presence.THERE;
    }

    @Override
    public Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        return ServerInternals.host(ServerInternals.follow(connection(servers), "getPeerAddress"));
    }
}
