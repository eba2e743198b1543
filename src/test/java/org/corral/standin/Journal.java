package org.corral.standin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The one lock and the one condition of the stand-in: all that tests may wait for changes under it. */
final class Journal {
    private final List<Recorded> requests = new ArrayList<>();
    private final Set<Recorded> dying = new HashSet<>();
    private int openConnections;

    synchronized void update(Runnable change) {
        change.run();
        notifyAll();
    }

    synchronized <T> T read(Supplier<T> what) {
        return what.get();
    }

    void add(Recorded request) {
        update(() -> requests.add(request));
    }

    /** The connection ends with this request's answer, which may look as if it went on. */
    void dying(Recorded request) {
        update(() -> dying.add(request));
    }

    void settled(Recorded request) {
        update(() -> dying.remove(request));
    }

    void connections(int change) {
        update(() -> openConnections += change);
    }

    synchronized int openConnections() {
        return openConnections;
    }

    synchronized List<Recorded> requests() {
        return List.copyOf(requests);
    }

    /** Waits until no connection is about to end, lest the peer takes it for one that stays. */
    void forget(Duration atMost) {
        await(() -> "the end of " + dying, atMost, dying::isEmpty);
        update(requests::clear);
    }

    /** Returns as soon as the condition holds; an {@link AssertionError} says what did not happen in time. */
    synchronized void await(Supplier<String> what, Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("not within " + atMost + ": " + what.get());
            }
            try {
                wait(left / 1_000_000, (int) (left % 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting: " + what.get(), e);
            }
        }
    }
}
