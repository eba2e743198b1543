package org.corral.backend;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.corral.timing.MonotonicClock;

/**
 * Whether a server is taken to be up: not after so many failures within a window, and again when it has answered. Thread-safe.
 */
final class Health {
    /** The part of its share that a server gets when it has just come back. */
    private static final double FIRST_SHARE = 0.1;

    private final int mostFailures;
    private final long window;
    private final long slowStart;
    private final MonotonicClock clock;

    // All below are guarded by this.
    private final Deque<Long> failures = new ArrayDeque<>();
    private boolean up = true;
    private boolean everDown;
    private long since;
    private String lastError = "";

    Health(int mostFailures, Duration window, Duration slowStart, MonotonicClock clock) {
        this.mostFailures = mostFailures;
        this.window = window.toNanos();
        this.slowStart = slowStart.toNanos();
        this.clock = clock;
        this.since = clock.nanos();
    }

    /** The server has answered, with whatever status. */
    synchronized void answered() {
        if (!up) {
            up = true;
            since = clock.nanos();
            failures.clear();
        }
    }

    /** A request has failed by the fault of the server. */
    synchronized void failed(String why) {
        long now = clock.nanos();
        lastError = why;
        failures.addLast(now);
        // Exactly as old as the window is outside.
        while (now - failures.getFirst() >= window) {
            failures.removeFirst();
        }
        if (failures.size() >= mostFailures) {
            down(why);
        }
    }

    /** A check has failed. */
    synchronized void down(String why) {
        lastError = why;
        if (up) {
            up = false;
            everDown = true;
            since = clock.nanos();
        }
        failures.clear();
    }

    synchronized boolean isUp() {
        return up;
    }

    /** How long it has been up, or down. */
    synchronized Duration lasts() {
        return Duration.ofNanos(clock.nanos() - since);
    }

    /** The text of the last failure; empty if there was none. */
    synchronized String lastError() {
        return lastError;
    }

    /** From a tenth to one: how much of its share it should get, since it has been away. The time is one for all that are compared. */
    synchronized double share(long now) {
        long age = now - since;
        if (!up || !everDown || age >= slowStart) {
            return 1;
        }
        return Math.max(FIRST_SHARE, (double) age / slowStart);
    }
}
