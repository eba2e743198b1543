package org.corral.body;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.corral.http.Refusal;

/** What all bodies together may take of memory. Thread-safe. */
public final class Memory {
    /** For who finds none left. */
    static final Refusal NONE_LEFT = Refusal.unavailable(
            "Too many large requests are in memory at this moment: try again shortly.", Duration.ofSeconds(5));

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
