package org.corral.upstream;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The body of a request, as its owner has it. Called by one thread at a time; nothing here may block. */
public interface RequestBody {
    /** In bytes; -1 if it is not known before the end. */
    long length();

    /** What {@code Content-Type} has to say of it; empty if it is as the fields of the request have it. */
    default Optional<String> mediaType() {
        return Optional.empty();
    }

    /** What can be sent now; its position moves on as it is sent. Empty if there is nothing at present, or at the end. */
    ByteBuffer next();

    /** Whether there will be nothing more when {@link #next} is empty. */
    boolean isComplete();

    /**
     * All that was there has been sent. Whoever has nothing at hand tells {@link RequestControl#bodyGrew()} when he has.
     *
     * @return whether there is more by now
     */
    boolean refill();
}
