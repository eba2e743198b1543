package org.corral.body;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Takes the bytes of a body from a {@link BodyReader}. Called by one thread at a time, but for {@link #drop}. */
public interface BodySink {
    /** Wants nothing of a body. */
    BodySink NOTHING = new BodySink() {
        @Override
        public boolean hasRoom() {
            return false;
        }

        @Override
        public ByteBuffer room(long left) {
            return ByteBuffer.allocate(0);
        }

        @Override
        public void filled(ByteBuffer room, int count) {}

        @Override
        public void callerGone(Throwable failure) {
            // The server says so to the asynchronous request as well.
        }

        @Override
        public void drop() {}
    };

    /**
     * Decides by the head of the request, before anything of the body is read.
     *
     * @param length of the body in bytes; -1 if it is not known
     */
    default Optional<Refusal> refusal(long length) {
        return Optional.empty();
    }

    /** Whether bytes are wanted now; if not, none are read until {@link BodyReader#resume}. */
    default boolean hasRoom() {
        return true;
    }

    /**
     * Where the next bytes go, which have arrived.
     *
     * @param left how many bytes of the body are still to come; -1 if that is not known
     */
    ByteBuffer room(long left) throws RefusedException;

    /** The next bytes are in the room; the sink moves its position behind them. */
    void filled(ByteBuffer room, int count) throws RefusedException;

    /** All bytes of the body have come. */
    default void complete() {}

    /** The sink has refused the body, and was told to {@link #drop} it. */
    default void refused(Refusal why) {}

    /** The body can't be read: the caller has gone, or has sent no body of HTTP. May come after {@link #complete}. */
    void callerGone(Throwable failure);

    /** No thread reads any more at present. */
    default void idle() {}

    /** Nothing of an incomplete body is wanted. On any thread, perhaps while another one fills the room. */
    void drop();
}
