package org.corral.container;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** One kind of server, as far as it differs from one that follows the servlet API and tells no more than that. */
interface Server {
    /**
     * Ends the request so that the caller sees that the answer is not complete. In a dispatch that does nothing else.
     *
     * @throws IOException for the server to see
     */
    void breakOff(ServletRequest servers) throws IOException, ReflectiveOperationException;

    /** Looks at the connection, of which nobody reads at this moment. Does not block. */
    default Presence look(ServletRequest servers) throws ReflectiveOperationException {
        return Presence.THERE;
    }

    /**
     * The body is about to be read: whoever waits to be told so is told now, unless he has been already, or the server does so by
     * itself. Does not block.
     */
    default void sayContinue(ServletRequest servers) throws ReflectiveOperationException {}

    /** Whether it calls a body finished once that has arrived, though it was not read. */
    default boolean finishesBodiesEarly() {
        return true;
    }

    /** Whether it answers by itself a request whose body has turned out to be malformed; if not, the answer can be written. */
    default boolean refusesMalformedBody(ServletRequest servers) throws ReflectiveOperationException {
        return true;
    }

    /** The threads on which the body of this request may be read; that on which the server calls is one, if it is not excluded. */
    default Executor readers(HttpServletRequest servers) throws ReflectiveOperationException {
        return Runnable::run;
    }

    /**
     * What is left of the body, if anything, is not read, and the connection is closed after the answer: whoever sends it is not
     * waited for. Does not block.
     */
    default void abandonBody(HttpServletRequest servers) throws ReflectiveOperationException {}

    /** Has the access log show a status although another one was sent. */
    default void logStatus(ServletRequest servers, int status) throws ReflectiveOperationException {}

    /** The address at the other end of the socket; empty if nobody can tell. */
    default Optional<String> peer(ServletRequest servers) throws ReflectiveOperationException {
        return Optional.empty();
    }

    /** The server that made this request. Cheap, since every request asks. */
    static Server of(ServletRequest servers) {
        return ServerRecognition.by(servers).server();
    }
}
