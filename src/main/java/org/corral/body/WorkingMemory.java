package org.corral.body;

import org.corral.http.RefusedException;

/** What is made of a body, counted against the memory of all bodies. Closing it gives all back. Used by one thread at a time. */
public final class WorkingMemory implements AutoCloseable {
    /** In which it is taken: many little things are made of a body. */
    private static final long STEP = 16 << 10;
    /** Made of every body, as it is of every request: else none would find room that is as large as all the memory. */
    private static final long USUAL = 4 << 10;

    private final MemoryBudget memory;
    private long used;
    private long held;

    WorkingMemory(MemoryBudget memory) {
        this.memory = memory;
    }

    /**
     * So much more is made.
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

    /** So much of it is not needed any more. */
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
