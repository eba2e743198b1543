package org.corral.container;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One kind of server. Each default is what the servlet API promises on every server. */
interface Server {
    /**
     * Ends the request so that the caller sees that the answer is not complete: by default, the server breaks the connection when a
     * servlet throws. Called in a dispatch that does nothing else.
     *
     * @throws IOException for the server to see
     */
    default void breakOff(ServletRequest servers) throws IOException, ReflectiveOperationException {
        throw new IOException("Ollama did not complete its answer");
    }

    /** A request is asynchronous from here on, and nothing of its answer has been written. Called once; must not block. */
    default void begin(ServletRequest servers) throws ReflectiveOperationException {}

    /** The caller has left, or can't be reached any more: called before the request is given back. Must not block. */
    default void hangUp(ServletRequest servers) throws ReflectiveOperationException {}

    /** Gives the request back to the server. On any thread. */
    default void complete(AsyncContext async) throws ReflectiveOperationException {
        async.complete();
    }

    /** Looks at the connection while nobody reads from it. Does not block. */
    default Presence look(ServletRequest servers) throws ReflectiveOperationException {
        return Presence.UNTOLD;
    }

    /**
     * Sends 100 (Continue) to a caller who waits for it, unless the server has sent it already or will by itself. Does not
     * block.
     */
    default void sayContinue(ServletRequest servers) throws ReflectiveOperationException {}

    /** Whether the server says that a body is finished as soon as it has arrived, before anybody has read it. */
    default boolean finishesBodiesEarly() {
        return true;
    }

    /** Whether a read of the body failed because the caller sent something malformed, and not because they left. */
    default boolean isMalformed(ServletRequest servers, Throwable failure) throws ReflectiveOperationException {
        return MalformedBody.isNamedIn(failure);
    }

    /** Whether the server by itself answers a request whose body is malformed; if not, Corral can write the answer. */
    default boolean refusesMalformedBody(ServletRequest servers) throws ReflectiveOperationException {
        return true;
    }

    /** The body of a request as {@link CallerStreams} promises it. By default the server's own stream is like that. */
    default ServletInputStream in(ServletInputStream servers) throws ReflectiveOperationException {
        return servers;
    }

    /** As {@link #in}, for the response to an asynchronous request. */
    default ServletOutputStream out(ServletOutputStream servers) throws ReflectiveOperationException {
        return servers;
    }

    /** The threads on which the body of this request may be read. By default that is the thread on which the server calls. */
    default Executor readers(HttpServletRequest servers) throws ReflectiveOperationException {
        return Runnable::run;
    }

    /**
     * Leaves the rest of the body unread and has the connection closed after the answer, so that no thread waits for the
     * caller. Does not block.
     */
    default void abandonBody(HttpServletRequest servers) throws ReflectiveOperationException {}

    /**
     * As {@link #abandonBody}, after an answer that says that the connection will be closed, and a while in which the caller could
     * read it. Called on any thread.
     */
    default void leaveRest(HttpServletRequest servers) throws ReflectiveOperationException {}

    /** Makes a call into the server that may have it start a thread, also one that it keeps. Throws what the call throws. */
    default void enter(ServletRequest servers, Runnable call) {
        call.run();
    }

    /** Makes the access log show a status although another one was sent. */
    default void logStatus(ServletRequest servers, int status) throws ReflectiveOperationException {}

    /** The address at the other end of the socket; empty if the server does not tell. */
    default Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        return Optional.empty();
    }

    /** The server that made this request. Cheap, because it is called for every request. */
    static Server of(ServletRequest servers) {
        return ServerRecognition.by(servers).server();
    }
}
