package org.corral.upstream;

import java.nio.ByteBuffer;

/**
 * One request and what becomes of it. All methods but {@link #carriedBy} are called on the thread of a loop, one at a time,
 * and must not block. Either {@link #end} or {@link #failed} is the last call, though {@link #drained} may follow; after
 * {@link RequestControl#abort} there is none, but for a call that is on its way already.
 */
public interface ResponseListener {
    UpstreamRequest request();

    /** The connection over which the request goes out next, to be aborted at any time. On any thread. */
    void carriedBy(RequestControl carrier);

    /** The response has begun. */
    void head(ResponseHead head);

    /** A piece of its body, good for the time of the call, unless {@link #keepsPieces} says afterwards that it must be good for longer. */
    void body(ByteBuffer piece);

    /** Whatever had arrived has been handed over: the moment to send it on. */
    void drained();

    /**
     * Whether a piece that came since this was last asked may still be read: then its array is left to whoever reads it, and is
     * written to no more. Asked before that would be done, and after {@link #drained}.
     */
    default boolean keepsPieces() {
        return false;
    }

    /** The response is complete; the connection is no longer this listener's. */
    void end();

    void failed(Failure failure);
}
