package org.corral.container;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** The connection over which a request came. Thread-safe; nothing is done to it once the request was {@link #leave left}. */
public final class CallerConnection {
    /** As nginx calls it when a caller leaves before he is answered. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    /** Tomcat's and Payara's, for chunks that are none. */
    private static final Set<String> MALFORMED = Set.of("BadRequestException", "HttpBrokenContentException");

    private static final System.Logger LOG = System.getLogger(CallerConnection.class.getName());
    private static final AtomicBoolean STRANGE = new AtomicBoolean();

    private final ServletRequest servers;
    private final Server server;
    private boolean left; // guarded by this

    private CallerConnection(ServletRequest servers) {
        this.servers = servers;
        this.server = Server.of(servers);
    }

    public static CallerConnection of(ServletRequest request) {
        return new CallerConnection(innermost(request));
    }

    static ServletRequest innermost(ServletRequest request) {
        ServletRequest at = request;
        while (at instanceof ServletRequestWrapper wrapper) {
            at = wrapper.getRequest();
        }
        return at;
    }

    /**
     * Breaks the connection when an answer of which the head is out can't be completed, so that nobody takes a part for the
     * whole. To be called by the servlet, in a dispatch that does nothing else.
     *
     * @throws IOException for the server to see
     */
    public void breakOff() throws IOException {
        try {
            server.breakOff(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.ERROR, "A broken answer may look like a whole one: this server has changed inside", e);
            throw new IOException("Ollama did not complete its answer", e);
        }
    }

    /** The same for a server that does not dispatch the request any more: what throwing would do is not done then. */
    public void breakOffAtOnce() {
        try {
            server.breakOff(servers);
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "There is no dispatch to throw this in", e);
        }
    }

    /**
     * Whether the caller is still there. Does not block. To be called once all of the request's body has been read and before
     * anything of another request is.
     */
    public synchronized Presence look() {
        if (left) {
            return Presence.THERE;
        }
        try {
            return server.look(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            strange(e);
            return Presence.THERE;
        }
    }

    /**
     * Tells a caller who waits for it that his body is wanted (RFC 9110, 10.1.1), unless the server has done so by itself. To be
     * called before anything of it is read.
     */
    public void sayContinue() {
        if (!(servers instanceof HttpServletRequest request) || request.getHeader("Expect") == null) {
            return;
        }
        try {
            server.sayContinue(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "A caller is not told that his body is wanted: this server has changed inside", e);
        }
    }

    /** Whether the server calls a body finished once that has arrived, though it was not read. */
    public boolean finishesBodiesEarly() {
        return server.finishesBodiesEarly();
    }

    /** What is left of the body is not waited for; where the server would wait the connection is closed instead. */
    public void abandonBody() {
        try {
            if (servers instanceof HttpServletRequest request) {
                server.abandonBody(request);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "A caller who owes a body is waited for: this server has changed inside", e);
        }
    }

    /** Whether the server answers by itself this request, whose body has turned out to be malformed. */
    public boolean refusesMalformedBody() {
        try {
            return server.refusesMalformedBody(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.WARNING, "A malformed body is not refused: this server has changed inside", e);
            return true;
        }
    }

    /** The threads on which the body may be read, once the request is asynchronous. */
    public Executor readers() {
        try {
            return servers instanceof HttpServletRequest request ? server.readers(request) : Runnable::run;
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "Bodies in chunks are read where they should not be: this server has changed inside",
                    e);
            return Runnable::run;
        }
    }

    /** Has the access log show that the caller has left, whatever status he was given, unless the server has an error to show. */
    public synchronized void logThatCallerLeft(HttpServletResponse response) {
        if (left) {
            return;
        }
        if (!response.isCommitted()) {
            response.setStatus(CLIENT_CLOSED_REQUEST);
            return;
        }
        try {
            server.logStatus(servers, CLIENT_CLOSED_REQUEST);
        } catch (ReflectiveOperationException | RuntimeException e) {
            strange(e);
        }
    }

    /** Whether a read has failed because of what the caller has sent, and not because he has left. */
    public static boolean isMalformed(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (MALFORMED.contains(at.getClass().getSimpleName())) {
                return true;
            }
        }
        return false;
    }

    private static void strange(Exception e) {
        if (STRANGE.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "Callers who leave are noticed late: this server has changed inside", e);
        }
    }

    /** The request is given back to the server, which may use its objects for another one. */
    public synchronized void leave() {
        left = true;
    }
}
