package org.corral.container;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * Undertow, the web server of WildFly. An <em>exchange</em> there is one request with its response; over HTTP/2 each has a
 * <em>connection</em> of its own, which is closed by a reset of the stream.
 */
final class Undertow implements Server {
    private static final String PACKAGE = "io.undertow.servlet.";
    private static final String EXCHANGE = "getExchange";
    private static final String CONNECTION = "getConnection";
    private static final String OLD_HTTP = "HTTP/1.0";

    static boolean made(ServletRequest servers) {
        return servers.getClass().getName().startsWith(PACKAGE);
    }

    static boolean made(ServletResponse servers) {
        return servers.getClass().getName().startsWith(PACKAGE);
    }

    /** Undertow uses chunks where the head announces them, and else does not where it will close the connection. */
    static void announceChunks(HttpServletResponse response, ServletResponse servers)
            throws ReflectiveOperationException {
        if ((boolean) ServerInternals.follow(servers, EXCHANGE, "isHttp11")) {
            response.setHeader("Transfer-Encoding", "chunked");
        }
    }

    @Override
    public void begin(ServletRequest servers) throws ReflectiveOperationException {
        UndertowExchange exchange = UndertowExchange.of(servers);
        exchange.warnOfLimit();
        exchange.closeStreamsQuietly();
        exchange.setNoTimeouts();
    }

    /**
     * Undertow ends the message in good order whatever a servlet throws, so the connection is closed directly. Without a length and
     * without chunks, as for HTTP/1.0, only a reset tells that something is missing.
     */
    @Override
    public void breakOff(ServletRequest servers) throws ReflectiveOperationException {
        UndertowExchange exchange = UndertowExchange.of(servers);
        if (servers.getProtocol().equals(OLD_HTTP)) {
            exchange.resetAtClose();
        }
        exchange.close();
    }

    @Override
    public void hangUp(ServletRequest servers) throws ReflectiveOperationException {
        UndertowExchange.of(servers).closeLater();
    }

    /**
     * Reads from the socket, and puts what has come where Undertow looks for the next request. Over TLS nobody but Undertow can
     * tell what has come, and over HTTP/2 it reads all the time.
     */
    @Override
    public Presence look(ServletRequest servers) throws ReflectiveOperationException {
        Object connection = connection(servers);
        if (!ServerInternals.follow(connection, "getTransportProtocol").equals("http/1.1")) {
            return Presence.THERE;
        }
        if (ServerInternals.follow(connection, "getSslSession") != null
                || ServerInternals.follow(connection, "getExtraBytes") != null) {
            return Presence.UNTOLD;
        }
        return look(connection, socket(connection));
    }

    /** Below what Undertow puts around it, such as a time-out. */
    private static SocketChannel socket(Object connection) throws ReflectiveOperationException {
        Object conduit = ServerInternals.follow(connection, "getOriginalSourceConduit");
        while (!conduit.getClass().getName().equals("org.xnio.nio.NioSocketConduit")) {
            conduit = ServerInternals.follow(conduit, "next");
        }
        return (SocketChannel) ServerInternals.follow(conduit, "getSocketChannel");
    }

    private static Presence look(Object connection, SocketChannel socket) throws ReflectiveOperationException {
        Object pooled = ServerInternals.follow(connection, "getByteBufferPool", "allocate");
        boolean kept = false;
        try {
            ByteBuffer buffer = (ByteBuffer) ServerInternals.follow(pooled, "getBuffer");
            int count = socket.read(buffer);
            if (count > 0) {
                buffer.flip();
                unread(connection, pooled);
                kept = true;
            }
            return count < 0 ? Presence.HALF_CLOSED : Presence.THERE;
        } catch (IOException e) {
            return Presence.GONE;
        } finally {
            if (!kept) {
                ServerInternals.method(pooled, "close").invoke(pooled);
            }
        }
    }

    private static void unread(Object connection, Object pooled) throws ReflectiveOperationException {
        Class<?> buffers = Class.forName(
                "io.undertow.connector.PooledByteBuffer",
                false,
                connection.getClass().getClassLoader());
        ServerInternals.method(connection, "ungetRequestBytes", buffers).invoke(connection, pooled);
    }

    @Override
    public boolean finishesBodiesEarly() {
        return false;
    }

    /** At the end of a request Undertow reads the rest of its body, and a thread waits meanwhile. */
    @Override
    public void abandonBody(HttpServletRequest servers) throws ReflectiveOperationException {
        Object exchange = exchange(servers);
        if ((boolean) ServerInternals.follow(exchange, "isRequestComplete")) {
            return;
        }
        try {
            Object stream = servers.getInputStream();
            ServerInternals.method(stream, "setFlags", int.class)
                    .invoke(stream, flag(stream, "FLAG_CLOSED") | flag(stream, "FLAG_FINISHED"));
        } catch (IOException | IllegalStateException e) {
            throw new InvocationTargetException(e);
        }
        ServerInternals.method(exchange, "setPersistent", boolean.class).invoke(exchange, false);
        ServerInternals.method(exchange, "terminateRequest").invoke(exchange);
    }

    private static int flag(Object stream, String name) throws ReflectiveOperationException {
        return (int) ServerInternals.follow(stream, name);
    }

    @Override
    public void leaveRest(HttpServletRequest servers) throws ReflectiveOperationException {
        abandonBody(servers);
    }

    /**
     * Undertow's worker starts a thread at once if it has none that is idle. The thread would inherit the class loader of the
     * application, and keep it after the application is gone.
     */
    @Override
    public void enter(ServletRequest servers, Runnable call) {
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        thread.setContextClassLoader(servers.getClass().getClassLoader());
        try {
            call.run();
        } finally {
            thread.setContextClassLoader(application);
        }
    }

    /** Empty if the listener replaces the address by what a proxy says. */
    @Override
    public Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        Object peer = ServerInternals.follow(connection(servers), "getPeerAddress");
        Object source = ServerInternals.follow(exchange(servers), "getSourceAddress");
        return peer.equals(source) ? ServerInternals.host(peer) : Optional.empty();
    }

    private static Object exchange(ServletRequest servers) throws ReflectiveOperationException {
        return ServerInternals.follow(servers, EXCHANGE);
    }

    private static Object connection(ServletRequest servers) throws ReflectiveOperationException {
        return ServerInternals.follow(servers, EXCHANGE, CONNECTION);
    }
}
