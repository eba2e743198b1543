package org.corral.backend;

import org.corral.settings.OllamaServer;
import org.corral.upstream.Failure;
import org.corral.upstream.ResponseListener;

/**
 * The right of one request to be answered by a server: it waits for a server that has room, then holds a place there until
 * {@link #leave}. Thread-safe; nothing here blocks.
 */
public interface Lease {

    /** Called on any thread, perhaps before {@link #enter} returns; not after {@link #leave}. */
    interface Owner {
        /** A server has room: {@link Lease#ask} may be called. Called again after {@link Lease#next}. */
        void admitted(Lease lease);

        void refused(LeaseRefusal why);
    }

    /** Asks for a place; without effect once the lease was left. */
    void enter();

    /** Sends a request to the server that has let it in. */
    void ask(ResponseListener listener);

    /**
     * The server that has let the request in, or had.
     *
     * @throws IllegalStateException if none has yet
     */
    OllamaServer server();

    /** The server has begun to answer, so it is up. */
    void answered();

    /** The server has failed, by its own fault. */
    void failed(Failure failure);

    /** The request has changed which models the server has: it is asked for them again. */
    void recheck();

    /** Nothing was sent, since the server can't be reached: waits for another one. */
    void next();

    /** Gives the place back, or stops waiting for one. No call has an effect afterwards. */
    void leave();
}
