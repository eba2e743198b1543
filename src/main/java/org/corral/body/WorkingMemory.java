package org.corral.body;

import org.corral.http.RefusedException;

/** Counts the objects that are made of a body against the memory of all bodies, until it is closed. Used by one thread at a time. */
public final class WorkingMemory implements AutoCloseable {
    /** Memory is taken in such steps, since many little objects are made of a body. */
    private static final long STEP = 16 << 10;
    /** Not counted, as it is not for other requests: else a body as large as all the memory would find no room. */
    private static final long USUAL = 4 << 10;

    private final MemoryBudget memory;
    private long used;
    private long held;

    WorkingMemory(MemoryBudget memory) {
        this.memory = memory;
    }

    /**
     * Counts so much more.
     *
     * @throws RefusedException 503 if there is not so much memory left
     */
    public void takes(long bytes) throws RefusedException {
        used += bytes;
        long missing = used - USUAL - held;
        if (missing <= 0) {
            return;
        }
        long more = Math.max(missing, STEP);
        if (!memory.take(more)) {
            throw new RefusedException(MemoryBudget.NONE_LEFT);
        }
        held += more;
    }

    /** Counts so much less; the memory is kept until the end. */
    void gives(long bytes) {
        used -= bytes;
    }

    @Override
    public void close() {
        memory.giveBack(held);
        used = 0;
        held = 0;
    }
}
