package org.corral.upstream;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of one connection, in the clear. Nothing here blocks; one thread at a time reads, one at a time writes. */
interface Transport {
    /**
     * Takes what has arrived.
     *
     * @return how many bytes; 0 if there are none at present, -1 if none will come any more
     */
    int read(ByteBuffer into) throws IOException;

    /**
     * Sends what the socket takes; what is left of {@code from} must come again when the socket takes more.
     *
     * @return whether all has gone, so that nothing has to be waited for
     */
    boolean write(ByteBuffer from) throws IOException;

    /** Whether any thread may write, one at a time; otherwise the loop's thread does everything. */
    boolean isForAnyThread();

    /** Whether bytes may have been taken from the socket that nobody has read yet: the loop does not tell of these. */
    boolean mayKeepBytes();

    /** Whether the server has ended the connection or sent something between two requests; what it has sent is lost. */
    default boolean hasSpoken() {
        try {
            return read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    /** Ends the connection in order, if the protocol has a way to. */
    void sayGoodbye();
}
