package org.corral.upstream;

/**
 * Lets the owner of a request control the connection that carries it. Each method takes the listener that it is for, and has no
 * effect once the connection carries the request of another one. Thread-safe; nothing here blocks.
 */
public interface RequestControl {
    /** Closes the connection, so that the server stops what it does for the request. */
    void abort(ResponseListener given);

    /** Reads nothing more of the response, but what has been read already, until {@link #resume}. On the thread of the loop. */
    void pause(ResponseListener given);

    void resume(ResponseListener given);

    /** There is more of the request's body to send. */
    void bodyGrew();
}
