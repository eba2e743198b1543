package org.corral.upstream;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The body of a request, as its owner has it. Called by one thread at a time; nothing here may block. */
public interface RequestBody {
    /** In bytes; -1 if it is not known before the end. */
    long length();

    /** The value that {@code Content-Type} must have; empty if it is as the fields of the request have it. */
    default Optional<String> mediaType() {
        return Optional.empty();
    }

    /** The bytes that can be sent now; the position moves on as they are sent. Empty if there are none at present, or at the end. */
    ByteBuffer next();

    /** Whether there will be nothing more when {@link #next} is empty. */
    boolean isComplete();

    /**
     * All that was there has been sent. A body that has nothing at hand calls {@link RequestControl#bodyGrew()} when it has.
     *
     * @return whether there is more by now
     */
    boolean refill();
}
