package org.corral.container;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The connection over which a request came. Thread-safe: one lock guards whether the request still belongs to Corral. After
 * {@link #leave} no method does anything.
 */
public final class CallerConnection {
    /** nginx's number for a caller who leaves before the answer. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

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
     * Breaks the connection, because the head of an answer is out and the rest will not come: the caller must not take a part
     * for the whole. The servlet calls this in a dispatch that does nothing else.
     *
     * @throws IOException for the server to see
     */
    public void breakOff() throws IOException {
        try {
            server.breakOff(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.ERROR,
                    "A broken answer may look complete to its caller, because this version of the server has no method that"
                            + " Corral knows to break a connection. Use a version that server-config names.",
                    e);
            throw new IOException("Ollama did not complete its answer", e);
        }
    }

    /** Breaks the connection outside a dispatch, where a server closes it by a method of its own or not at all. */
    public void breakOffAtOnce() {
        try {
            server.breakOff(servers);
        } catch (IOException | ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "There is no dispatch to throw this in", e);
        }
    }

    /** The request is asynchronous from here on. Call this once, before anything of its answer is written. */
    public void begin() {
        try {
            server.begin(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "An answer may break off while Ollama is silent, because this version of the server keeps time-outs of its"
                            + " own. Use a version that server-config names.",
                    e);
        }
    }

    /** The caller has left, or the server can't reach them: call this before the request is given back. Does not block. */
    public synchronized void hangUp() {
        if (left) {
            return;
        }
        try {
            server.hangUp(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "The server closes the connection when it likes", e);
        }
    }

    /**
     * Tells whether the caller is still there. Does not block. Call it after all of the request's body has been read and
     * before anything of the next request is.
     */
    public synchronized Presence look() {
        if (left) {
            return Presence.THERE;
        }
        try {
            return server.look(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            strange(e);
            return Presence.UNTOLD;
        }
    }

    /**
     * Sends 100 (Continue) to a caller who waits for it (RFC 9110, 10.1.1), unless the server has sent it by itself. Call this
     * before anything of the body is read.
     */
    public void sayContinue() {
        if (!(servers instanceof HttpServletRequest request) || request.getHeader("Expect") == null) {
            return;
        }
        try {
            server.sayContinue(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "A caller waits for 100 (Continue), which this version of the server can't be told to send. Use a"
                            + " version that server-config names.",
                    e);
        }
    }

    /** Whether the server says that a body is finished as soon as it has arrived, before anybody has read it. */
    public boolean finishesBodiesEarly() {
        return server.finishesBodiesEarly();
    }

    /** Gives up the rest of the body. A server that would wait for it closes the connection instead. */
    public void abandonBody() {
        giveUpBody(server::abandonBody);
    }

    /** As {@link #abandonBody}, once the caller has had the time to read an answer, for servers that would wait then. */
    public void leaveRest() {
        giveUpBody(server::leaveRest);
    }

    @FunctionalInterface
    private interface GivingUp {
        void of(HttpServletRequest servers) throws ReflectiveOperationException;
    }

    private void giveUpBody(GivingUp way) {
        try {
            if (servers instanceof HttpServletRequest request) {
                way.of(request);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "A thread may wait for the rest of a body, because this version of the server can't be told to give it"
                            + " up. Use a version that server-config names.",
                    e);
        }
    }

    /** Whether the server by itself answers this request, whose body is malformed. */
    public boolean refusesMalformedBody() {
        try {
            return server.refusesMalformedBody(servers);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "A malformed body gets no answer, because this version of the server does not let Corral write one. Use"
                            + " a version that server-config names.",
                    e);
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
                    "Bodies in chunks are read on the thread that the server calls on, because this version of it has no"
                            + " lock that Corral knows. Use a version that server-config names.",
                    e);
            return Runnable::run;
        }
    }

    /**
     * Gives the request back, or has it dispatched: either may make the server start a thread, which must not keep the
     * application.
     *
     * @throws IllegalStateException and whatever else the call throws
     */
    public void enter(Runnable call) {
        server.enter(servers, call);
    }

    /** Makes the access log show that the caller has left, whatever status they were sent. */
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

    /** Whether a read failed because the caller sent something malformed, and not because they left. */
    public boolean isMalformed(Throwable failure) {
        try {
            return server.isMalformed(servers, failure);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "The server has taken back what would tell, so nobody could be answered", e);
            return false;
        }
    }

    private static void strange(Exception e) {
        if (STRANGE.compareAndSet(false, true)) {
            LOG.log(
                    Level.WARNING,
                    "Corral notices late that a caller has left, because this version of the server does not tell. Use a"
                            + " version that server-config names.",
                    e);
        }
    }

    /**
     * Gives the request back to the server. On any thread.
     *
     * @throws IllegalStateException if the server has ended it already
     */
    public void complete(AsyncContext async) {
        try {
            server.complete(async);
        } catch (ReflectiveOperationException e) {
            LOG.log(Level.DEBUG, "The server completes it as it can", e);
            async.complete();
        }
    }

    /** Says that the request was given back to the server, which may use its objects for another request. */
    public synchronized void leave() {
        left = true;
    }
}
