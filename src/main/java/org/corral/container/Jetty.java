package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Jetty 12, whichever version of Jakarta EE it runs. */
final class Jetty implements Server {
    private static final String PACKAGE = "org.eclipse.jetty.";
    private static final String[] END_POINT = {"getRequest", "getConnectionMetaData", "getConnection", "getEndPoint"};

    static boolean made(ServletRequest servers) {
        return servers.getClass().getName().startsWith(PACKAGE);
    }

    /** Jetty closes the connection when a servlet throws after the head. */
    @Override
    public void breakOff(ServletRequest servers) throws IOException {
        throw new IOException("Ollama did not complete its answer");
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
        return ServerInternals.follow(ServerInternals.follow(servers, END_POINT), "getRemoteSocketAddress")
                                instanceof InetSocketAddress peer
                        && peer.getAddress() != null
                ? Optional.of(peer.getAddress().getHostAddress())
                : Optional.empty();
    }
}
