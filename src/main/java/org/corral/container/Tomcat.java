package org.corral.container;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.EOFException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;

/** Tomcat 10.1 and 11 with their default connector. */
final class Tomcat implements Server {
    private static final String PACKAGE = "org.apache.catalina.";
    private static final String HTTP2 = "HTTP/2.0";
    private static final String[] STREAM = {"request", "getCoyoteRequest", "hook", "stream"};
    private static final String[] SOCKET = {"request", "getCoyoteRequest", "hook", "socketWrapper"};
    /** RemoteIpValve and RemoteIpFilter set it when they take the address from a header field of a proxy. */
    private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

    private static final String[] REQUEST = {"request", "getCoyoteRequest"};
    private static final String[] RESPONSE = {"request", "getCoyoteRequest", "getResponse"};

    static boolean made(ServletRequest servers) {
        return servers.getClass().getName().startsWith(PACKAGE);
    }

    /** Over HTTP/2 the stream is reset, and not the whole connection (RFC 9113, 8.1.1). */
    @Override
    public void breakOff(ServletRequest servers) throws IOException, ReflectiveOperationException {
        if (servers.getProtocol().equals(HTTP2)) {
            reset(ServerInternals.follow(servers, STREAM));
        }
        throw quiet(servers).orElseGet(() -> new IOException("Ollama did not complete its answer"));
    }

    private static void reset(Object stream) throws ReflectiveOperationException {
        ClassLoader tomcats = stream.getClass().getClassLoader();
        Class<?> error = Class.forName("org.apache.coyote.http2.Http2Error", false, tomcats);
        Constructor<?> reset = Class.forName("org.apache.coyote.http2.StreamException", false, tomcats)
                .getDeclaredConstructor(String.class, error, int.class);
        reset.setAccessible(true);
        Object why = reset.newInstance(
                "Ollama did not complete its answer",
                constant(error, "INTERNAL_ERROR"),
                ServerInternals.follow(stream, "getIdAsInt"));
        Method close = stream.getClass()
                .getDeclaredMethod("close", Class.forName("org.apache.coyote.http2.Http2Exception", false, tomcats));
        close.setAccessible(true);
        close.invoke(stream, why);
    }

    private static Object constant(Class<?> type, String name) throws ReflectiveOperationException {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchFieldException(name));
    }

    /** Tomcat's own exception to close a connection at once. Tomcat does not log it. */
    private static Optional<IOException> quiet(ServletRequest servers) {
        try {
            return Optional.of(Class.forName(
                            "org.apache.coyote.CloseNowException",
                            false,
                            servers.getClass().getClassLoader())
                    .asSubclass(IOException.class)
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads what has arrived into Tomcat's own buffer, where a pipelined request will be found. Over HTTP/2 Tomcat reads all
     * the time and reports by itself that a caller has left.
     */
    @Override
    public Presence look(ServletRequest servers) throws ReflectiveOperationException {
        if (servers.getProtocol().equals(HTTP2)) {
            return Presence.THERE;
        }
        Object socket = ServerInternals.follow(servers, SOCKET);
        try {
            ServerInternals.method(socket, "isReadyForRead").invoke(socket);
            return Presence.THERE;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof EOFException) {
                return Presence.HALF_CLOSED;
            }
            if (e.getCause() instanceof IOException) {
                return Presence.GONE;
            }
            throw e;
        }
    }

    /**
     * By default Tomcat has sent it before the request reaches a servlet. With {@code continueResponseTiming="onRead"} it sends
     * it in a blocking read, and Corral makes no blocking read.
     */
    @Override
    public void sayContinue(ServletRequest servers) throws ReflectiveOperationException {
        Object request = ServerInternals.follow(servers, REQUEST);
        ClassLoader tomcats = request.getClass().getClassLoader();
        Class<?> code = Class.forName("org.apache.coyote.ActionCode", false, tomcats);
        Class<?> timing = Class.forName("org.apache.coyote.ContinueResponseTiming", false, tomcats);
        ServerInternals.method(request, "action", code, Object.class)
                .invoke(request, constant(code, "ACK"), constant(timing, "ON_REQUEST_BODY_READ"));
    }

    @Override
    public boolean finishesBodiesEarly() {
        return false;
    }

    /**
     * Tomcat answers it on the thread that calls a listener. Corral reads elsewhere ({@link #readers}), and there Tomcat only
     * suspends the response, which is undone here.
     */
    @Override
    public boolean refusesMalformedBody(ServletRequest servers) throws ReflectiveOperationException {
        Object response = ServerInternals.follow(servers, "request", "getResponse");
        ServerInternals.method(response, "setSuspended", boolean.class).invoke(response, false);
        return false;
    }

    /**
     * A read that meets the end of a chunked body makes Tomcat process the connection again. On the thread that calls a
     * listener Tomcat is processing it already: the second time it would take the end of the body, or the next request, for
     * something else. So another thread reads. It waits until the calling thread has let go of the connection: that thread
     * would take a malformed chunk for its own error and close the connection without an answer.
     */
    @Override
    public Executor readers(HttpServletRequest servers) throws ReflectiveOperationException {
        if (servers.getContentLengthLong() >= 0 || servers.getProtocol().equals(HTTP2)) {
            return Runnable::run;
        }
        AsyncContext async = servers.getAsyncContext();
        Lock processing = (Lock) ServerInternals.follow(ServerInternals.follow(servers, SOCKET), "getLock");
        return work -> async.start(() -> {
            await(processing);
            work.run();
        });
    }

    private static void await(Lock lock) {
        lock.lock();
        try {
            // The thread that held the lock has let go of the connection.
        } finally {
            lock.unlock();
        }
    }

    /** By itself Tomcat reads up to {@code maxSwallowSize} of the rest, and blocks meanwhile. */
    @Override
    public void abandonBody(HttpServletRequest servers) throws ReflectiveOperationException {
        Object request = ServerInternals.follow(servers, REQUEST);
        Class<?> code = Class.forName(
                "org.apache.coyote.ActionCode", false, request.getClass().getClassLoader());
        AtomicBoolean read = new AtomicBoolean();
        Method action = ServerInternals.method(request, "action", code, Object.class);
        action.invoke(request, constant(code, "REQUEST_BODY_FULLY_READ"), read);
        if (!read.get()) {
            action.invoke(request, constant(code, "DISABLE_SWALLOW_INPUT"), null);
        }
    }

    /** Empty even if a valve has replaced the address and removed the header field that it took it from. */
    @Override
    public Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        return servers.getAttribute(FORWARDED) == null
                        && ServerInternals.follow(servers, "request", "getPeerAddr") instanceof String address
                ? Optional.of(address)
                : Optional.empty();
    }

    @Override
    public void logStatus(ServletRequest servers, int status) throws ReflectiveOperationException {
        Object response = ServerInternals.follow(servers, RESPONSE);
        ServerInternals.method(response, "setStatus", int.class).invoke(response, status);
    }
}
