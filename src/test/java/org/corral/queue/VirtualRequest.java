package org.corral.queue;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request in virtual time, and when it came how far. Times in nanoseconds since the beginning. */
final class VirtualRequest {
    final String person;
    final ShareClass shareClass;
    final RunnerKey key;
    final long work;
    final long came;
    Runnable then = () -> {};
    long tokens;
    int sent;
    int ended;
    boolean left;
    boolean refused;
    int takenBack;

    @Nullable
    QueueRefusal why;

    long end;

    VirtualRequest(String person, ShareClass shareClass, RunnerKey key, Duration work, long came) {
        this.person = person;
        this.shareClass = shareClass;
        this.key = key;
        this.work = work.toNanos();
        this.came = came;
    }

    Demand demand() {
        return new Demand(person, 1, shareClass, key, Optional.empty());
    }

    /** How long the caller has waited for more than the answer itself takes. */
    long waited() {
        return end - came - work;
    }

    boolean isAnswered() {
        return ended == 1;
    }
}
