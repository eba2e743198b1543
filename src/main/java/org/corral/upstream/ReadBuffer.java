package org.corral.upstream;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The buffer that the sockets of a loop are read into, one after the other. A listener is given pieces of it, not copies; where one is
 * still to be read when the next reading comes, the buffer is left to whoever reads it, and there is another one. On the thread
 * of the loop alone.
 */
final class ReadBuffer {
    private static final int SIZE = 64 << 10;

    private @Nullable ByteBuffer bytes;
    private @Nullable ResponseListener given; // a piece of them

    /** Emptied for one reading. */
    ByteBuffer next() {
        settle();
        ByteBuffer free = bytes;
        if (free == null) {
            free = ByteBuffer.allocate(SIZE);
            bytes = free;
        }
        return free.clear();
    }

    void hand(ByteBuffer piece, ResponseListener to) {
        given = to;
        to.body(piece);
    }

    /** To be called when what was read has been passed on: finds out whether it is still in use. */
    void settle() {
        ResponseListener reading = given;
        given = null;
        if (reading != null && reading.keepsPieces()) {
            leave();
        }
    }

    /** Nobody knows whether it is in use. */
    void leave() {
        given = null;
        bytes = null;
    }
}
