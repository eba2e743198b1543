package org.corral.container;

import jakarta.servlet.ServletRequest;
import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is done to one of Undertow's exchanges when its request becomes asynchronous. */
final class UndertowExchange {
    private static final System.Logger LOG = System.getLogger(UndertowExchange.class.getName());
    private static final AtomicBoolean LIMITED = new AtomicBoolean();

    private final ServletRequest servers;
    private final Object exchange;

    private UndertowExchange(ServletRequest servers, Object exchange) {
        this.servers = servers;
        this.exchange = exchange;
    }

    static UndertowExchange of(ServletRequest servers) throws ReflectiveOperationException {
        return new UndertowExchange(servers, ServerInternals.follow(servers, "getExchange"));
    }

    /** Undertow refuses a longer body when it has read the head, before it asks anything of an application. */
    void warnOfLimit() throws ReflectiveOperationException {
        long most = (long) ServerInternals.follow(exchange, "getMaxEntitySize");
        if (most > 0 && LIMITED.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "The server refuses bodies of more than " + most + " bytes, so that models can't be uploaded. Set"
                            + " max-post-size of its listener to 0, as server-config/wildfly/corral.cli does.");
        }
    }

    /**
     * When a connection is closed, be it because a caller has left, Undertow closes the streams of its exchange. If it does so on a
     * thread of ours, it comes back to that later on its own thread, meets the closed connection and logs an error. So the streams
     * are closed on that thread from the beginning, where the same is none.
     */
    void closeStreamsQuietly() throws ReflectiveOperationException {
        Class<?> streams = undertows("io.undertow.server.BlockingHttpExchange");
        Method start = ServerInternals.method(exchange, "startBlocking", streams);
        Object before = start.invoke(exchange, new Object[] {null});
        Object response = originalResponse();
        Method close = ServerInternals.method(response, "closeStreamAndWriter");
        start.invoke(
                exchange,
                before == null
                        ? null
                        : proxy(streams, (proxy, method, arguments) -> {
                            if (method.getName().equals("close") && !isOpen()) {
                                onOwnThread(() -> callQuietly(close, response));
                                return null;
                            }
                            return call(method, before, arguments);
                        }));
    }

    private Object originalResponse() throws ReflectiveOperationException {
        Class<?> context = Class.forName(
                "io.undertow.servlet.handlers.ServletRequestContext",
                true,
                servers.getClass().getClassLoader());
        Object key = context.getField("ATTACHMENT_KEY").get(null);
        Object attached = ServerInternals.method(exchange, "getAttachment", undertows("io.undertow.util.AttachmentKey"))
                .invoke(exchange, key);
        return ServerInternals.follow(attached, "getOriginalResponse");
    }

    private boolean isOpen() throws ReflectiveOperationException {
        return (boolean) ServerInternals.follow(exchange, "getConnection", "isOpen");
    }

    /** At once if this is that thread. */
    private void onOwnThread(Runnable work) throws ReflectiveOperationException {
        Object own = ServerInternals.follow(exchange, "getIoThread");
        if (own == Thread.currentThread()) {
            work.run();
        } else {
            ((Executor) own).execute(work);
        }
    }

    private static void callQuietly(Method method, Object of) {
        try {
            method.invoke(of);
        } catch (ReflectiveOperationException e) {
            // Nobody is there to be told.
        }
    }

    private static Object call(Method method, Object of, Object[] arguments) throws Throwable {
        try {
            return method.invoke(of, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Closes the connection; over HTTP/2 the stream is reset. Undertow can do so on any thread. */
    void close() throws ReflectiveOperationException {
        Object connection = connection();
        ServerInternals.method(connection, "close").invoke(connection);
    }

    /** As {@link #close}, on Undertow's own thread, and not at once if this is another one. */
    void closeLater() throws ReflectiveOperationException {
        Object connection = connection();
        Method close = ServerInternals.method(connection, "close");
        onOwnThread(() -> callQuietly(close, connection));
    }

    /** Has the connection be closed by a reset. */
    void resetAtClose() throws ReflectiveOperationException {
        set("CLOSE_ABORT", true);
    }

    /** Corral's own hold. Undertow's would close the connection if Ollama is silent for 90 seconds within an answer. */
    void setNoTimeouts() throws ReflectiveOperationException {
        set("WRITE_TIMEOUT", 0);
        set("READ_TIMEOUT", 0);
    }

    private void set(String name, Object value) throws ReflectiveOperationException {
        Object connection = connection();
        Class<?> option = undertows("org.xnio.Option");
        Object named = undertows("org.xnio.Options").getField(name).get(null);
        ServerInternals.method(connection, "setOption", option, Object.class).invoke(connection, named, value);
    }

    private Object connection() throws ReflectiveOperationException {
        return ServerInternals.follow(exchange, "getConnection");
    }

    private Class<?> undertows(String name) throws ClassNotFoundException {
        return Class.forName(name, true, exchange.getClass().getClassLoader());
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }
}
