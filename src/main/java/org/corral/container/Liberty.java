package org.corral.container;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Open Liberty and WebSphere Liberty. */
final class Liberty implements Server {
    private static final String[] CONNECTION = {"getIRequest", "conn", "getTCPConnectionContext"};

    private static final System.Logger LOG = System.getLogger(Liberty.class.getName());

    private static final String HTTP1 = "HTTP/1.";

    private volatile @Nullable LibertyThreads threads;

    static boolean made(ServletRequest servers) {
        String name = servers.getClass().getName();
        return name.startsWith("io.openliberty.webcontainer") || name.startsWith("com.ibm.ws.webcontainer");
    }

    /** Liberty ends the message in good order whatever a servlet throws, so the socket is closed below it. */
    @Override
    public void breakOff(ServletRequest servers) throws IOException, ReflectiveOperationException {
        if (!servers.getProtocol().startsWith(HTTP1)) {
            Server.super.breakOff(servers);
            return;
        }
        sendWhatThereIs(servers);
        close(servers);
    }

    @Override
    public void hangUp(ServletRequest servers) throws ReflectiveOperationException {
        if (servers.getProtocol().startsWith(HTTP1)) {
            close(servers);
        }
    }

    @Override
    public void complete(AsyncContext async) throws ReflectiveOperationException {
        threads(async).apart(async::complete);
    }

    /** There is one set for all requests. */
    private LibertyThreads threads(Object servers) throws ReflectiveOperationException {
        LibertyThreads known = threads;
        if (known == null) {
            known = LibertyThreads.of(servers);
            threads = known;
        }
        return known;
    }

    private static void close(ServletRequest servers) throws ReflectiveOperationException {
        Object socket = ServerInternals.follow(connection(servers), "getSocketIOChannel");
        ServerInternals.method(socket, "close").invoke(socket);
    }

    /** The head at least, so that the caller knows what it is that breaks off. */
    private static void sendWhatThereIs(ServletRequest servers) {
        try {
            ServletResponse response = (ServletResponse) ServerInternals.follow(servers, "getResponse");
            LibertyOutput.of(response.getOutputStream(), Runnable::run).flush();
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the connection is closed without it", e);
        }
    }

    private static Object connection(ServletRequest servers) throws ReflectiveOperationException {
        return ServerInternals.follow(servers, CONNECTION);
    }

    /** Liberty reads nothing while a request is asynchronous and its body has been read. */
    @Override
    public Presence look(ServletRequest servers) throws ReflectiveOperationException {
        return servers.getProtocol().startsWith(HTTP1)
                        && ServerInternals.follow(connection(servers), "getSocketIOChannel", "channel")
                                instanceof SocketChannel socket
                ? SocketLook.at(socket)
                : Presence.UNTOLD;
    }

    /** A caller who has sent less than they said, and sends no more, may wait to be told. */
    @Override
    public boolean isMalformed(ServletRequest servers, Throwable failure) throws ReflectiveOperationException {
        return Server.super.isMalformed(servers, failure) || look(servers) == Presence.HALF_CLOSED;
    }

    @Override
    public boolean refusesMalformedBody(ServletRequest servers) {
        return false;
    }

    /** Empty if the server replaces the address by what a proxy says. */
    @Override
    public Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        return ServerInternals.follow(connection(servers), "getRemoteAddress") instanceof InetAddress address
                ? Optional.of(address.getHostAddress()).filter(peer -> peer.equals(servers.getRemoteAddr()))
                : Optional.empty();
    }

    @Override
    public ServletInputStream in(ServletInputStream servers) throws ReflectiveOperationException {
        return LibertyInput.of(servers, threads(servers)::here);
    }

    @Override
    public ServletOutputStream out(ServletOutputStream servers) throws ReflectiveOperationException {
        return LibertyOutput.of(servers, threads(servers));
    }
}
