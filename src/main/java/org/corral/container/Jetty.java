package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Jetty 12, whichever version of Jakarta EE it runs. */
final class Jetty implements Server {
    private static final String PACKAGE = "org.eclipse.jetty.";
    private static final String[] END_POINT = {"getRequest", "getConnectionMetaData", "getConnection", "getEndPoint"};

    static boolean made(ServletRequest servers) {
        return servers.getClass().getName().startsWith(PACKAGE);
    }

    /** Jetty reads nothing while a request is asynchronous, except over HTTP/2, where it reports by itself who leaves. */
    @Override
    public Presence look(ServletRequest servers) throws ReflectiveOperationException {
        return servers.getProtocol().startsWith("HTTP/1.")
                        && ServerInternals.follow(ServerInternals.follow(servers, END_POINT), "getTransport")
                                instanceof SocketChannel socket
                ? SocketLook.at(socket)
                : Presence.UNTOLD;
    }

    @Override
    public Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        return ServerInternals.host(
                ServerInternals.follow(ServerInternals.follow(servers, END_POINT), "getRemoteSocketAddress"));
    }
}
