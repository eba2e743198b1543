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

/** Tomcat 10.1 and 11, with the connector that they have by default. */
final class Tomcat implements Server {
    private static final String PACKAGE = "org.apache.catalina.";
    private static final String HTTP2 = "HTTP/2.0";
    private static final String[] STREAM = {"request", "getCoyoteRequest", "hook", "stream"};
    private static final String[] SOCKET = {"request", "getCoyoteRequest", "hook", "socketWrapper"};
    /** Set by RemoteIpValve and RemoteIpFilter where they believe the fields of proxies. */
    private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

    private static final String[] REQUEST = {"request", "getCoyoteRequest"};
    private static final String[] RESPONSE = {"request", "getCoyoteRequest", "getResponse"};

    static boolean made(ServletRequest servers) {
        return servers.getClass().getName().startsWith(PACKAGE);
    }

    /** Over HTTP/2 it is the stream that is to be reset, and not the whole connection (RFC 9113, 8.1.1). */
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

    /** Tomcat's own exception for this, which it does not log. */
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
     * Reads what there is into Tomcat's own buffer, where the next request of a pipeline finds it. Over HTTP/2 Tomcat tells
     * by itself when somebody leaves, and reads all the time.
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
     * By default Tomcat has done so before anybody could look at the request; with {@code continueResponseTiming="onRead"} it
     * would do so in a read that blocks, and there is none.
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

    /** It would where it calls a listener; but see {@link #readers}. Elsewhere it only lets nothing more be written. */
    @Override
    public boolean refusesMalformedBody(ServletRequest servers) throws ReflectiveOperationException {
        Object response = ServerInternals.follow(servers, "request", "getResponse");
        ServerInternals.method(response, "setSuspended", boolean.class).invoke(response, false);
        return false;
    }

    /**
     * In a read that meets the end of a body in chunks Tomcat looks after the connection anew. Where it calls a listener it is at
     * that already: it would begin a second time, and take the end of what the caller sends, or his next request, for the
     * beginning of another story. So another thread reads, and not before the one that has called is through: that would take
     * what is wrong with a chunk for its own matter, and close the connection without a word.
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
            // Whoever had it is through.
        } finally {
            lock.unlock();
        }
    }

    /** It would read up to {@code maxSwallowSize} of it, and block meanwhile. */
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

    /** Also where a valve has put another address in its place, and taken away the field that it has it from. */
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
