package org.corral.proxy;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/**
 * Breaks the caller's connection when an answer of which the head is out can't be completed, so that nobody takes a part
 * for the whole. The servlet API has no word for it. Most servers do it when the servlet throws. Where that is not enough
 * the server's own objects are asked, by name: Payara ends the message in good order whatever is thrown, and so does
 * Tomcat over HTTP/2, where a stream is to be reset and not the whole connection (RFC 9113, 8.1.1).
 */
final class CallersConnection {
    private static final System.Logger LOG = System.getLogger(CallersConnection.class.getName());

    private static final String TOMCAT = "org.apache.catalina.";
    private static final String GRIZZLY = "getUnwrappedCoyoteRequest";
    private static final String[] PAYARAS_CONNECTION = {GRIZZLY, "getCoyoteRequest", "getContext", "getConnection"};
    private static final String[] TOMCATS_STREAM = {"request", "getCoyoteRequest", "hook", "stream"};

    private CallersConnection() {}

    /**
     * To be called by the servlet, in a dispatch that does nothing else.
     *
     * @throws IOException for the server to see
     */
    static void breakOff(ServletRequest request) throws IOException {
        ServletRequest servers = innermost(request);
        try {
            if (isPayaras(servers)) {
                Internals.follow(Internals.follow(servers, PAYARAS_CONNECTION), "closeSilently");
                return;
            }
            if (isTomcats(servers) && request.getProtocol().equals("HTTP/2.0")) {
                reset(Internals.follow(servers, TOMCATS_STREAM));
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.ERROR, "A broken answer may look like a whole one: this server has changed inside", e);
        }
        throw quiet(servers).orElseGet(() -> new IOException("Ollama did not complete its answer"));
    }

    private static ServletRequest innermost(ServletRequest request) {
        ServletRequest at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            at = wrapper.getRequest();
        }
        return at;
    }

    private static boolean isPayaras(ServletRequest servers) {
        try {
            servers.getClass().getMethod(GRIZZLY);
            return true;
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static boolean isTomcats(ServletRequest servers) {
        return servers.getClass().getName().startsWith(TOMCAT);
    }

    private static void reset(Object stream) throws ReflectiveOperationException {
        ClassLoader tomcats = stream.getClass().getClassLoader();
        Class<?> error = Class.forName("org.apache.coyote.http2.Http2Error", false, tomcats);
        Constructor<?> reset = Class.forName("org.apache.coyote.http2.StreamException", false, tomcats)
                .getDeclaredConstructor(String.class, error, int.class);
        reset.setAccessible(true);
        Object why = reset.newInstance(
                "Ollama did not complete its answer", internalError(error), Internals.follow(stream, "getIdAsInt"));
        Method close = stream.getClass()
                .getDeclaredMethod("close", Class.forName("org.apache.coyote.http2.Http2Exception", false, tomcats));
        close.setAccessible(true);
        close.invoke(stream, why);
    }

    private static Object internalError(Class<?> error) throws ReflectiveOperationException {
        return Arrays.stream(error.getEnumConstants())
                .filter(constant -> constant.toString().equals("INTERNAL_ERROR"))
                .findFirst()
                .orElseThrow(() -> new NoSuchFieldException("INTERNAL_ERROR"));
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
}
