package org.corral.body;

import java.util.concurrent.atomic.AtomicLong;

/** What all bodies together may take of memory. Thread-safe. */
public final class Memory {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /** @param most in bytes */
    public Memory(long most) {
        this.most = most;
    }

    /** @return false if there is not so much left; then nothing is taken */
    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= most) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    /** How many bytes are taken at present. */
    public long taken() {
        return taken.get();
    }
}
