package org.corral.body;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.corral.http.Refusal;

/** The memory that all bodies together may take. Thread-safe. */
public final class MemoryBudget {
    /** The answer to a request that finds none left. */
    static final Refusal NONE_LEFT = Refusal.unavailable(
            "Too many large requests are in memory at this moment: try again shortly.", Duration.ofSeconds(5));

    private final long most;
    private final Optional<MemoryBudget> whole;
    private final AtomicLong taken = new AtomicLong();

    private MemoryBudget(long most, Optional<MemoryBudget> whole) {
        this.most = most;
        this.whole = whole;
    }

    /** @param most in bytes */
    public MemoryBudget(long most) {
        this(most, Optional.empty());
    }

    /** A part of this budget: memory that is taken there is taken here as well, and the rest is left for others. */
    public MemoryBudget part(int ofHowMany) {
        return new MemoryBudget(most / ofHowMany, Optional.of(this));
    }

    /** @return false if there is not so much left; then nothing is taken */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) <= most && whole.map(all -> all.take(bytes)).orElse(true)) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
        whole.ifPresent(all -> all.giveBack(bytes));
    }

    /** How many bytes are taken at present. */
    public long taken() {
        return taken.get();
    }
}
