package org.corral.backend;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a server is taken to be up: not after so many failures within a window, and again when it has answered. Thread-safe;
 * times are those of {@link System#nanoTime()}.
 */
final class Health {
    /** Of its weight, when it has just come back. */
    private static final double FIRST_SHARE = 0.1;

    private final int mostFailures;
    private final long window;
    private final long slowStart;

    // All below are guarded by this.
    private final Deque<Long> failures = new ArrayDeque<>();
    private boolean up = true;
    private boolean everDown;
    private long since;
    private String lastError = "";

    Health(int mostFailures, Duration window, Duration slowStart, long now) {
        this.mostFailures = mostFailures;
        this.window = window.toNanos();
        this.slowStart = slowStart.toNanos();
        this.since = now;
    }

    /** It has answered, whatever the answer. */
    synchronized void answered(long now) {
        if (!up) {
            up = true;
            since = now;
            failures.clear();
        }
    }

    /** A request has failed by its fault. */
    synchronized void failed(String why, long now) {
        lastError = why;
        failures.addLast(now);
        // Exactly as old as the window is outside.
        while (now - failures.getFirst() >= window) {
            failures.removeFirst();
        }
        if (failures.size() >= mostFailures) {
            down(why, now);
        }
    }

    /** It was asked how it is, and did not say. */
    synchronized void down(String why, long now) {
        lastError = why;
        if (up) {
            up = false;
            everDown = true;
            since = now;
        }
        failures.clear();
    }

    synchronized boolean isUp() {
        return up;
    }

    /** How long it has been up, or down. */
    synchronized Duration lasts(long now) {
        return Duration.ofNanos(now - since);
    }

    /** What went wrong last; empty if nothing did. */
    synchronized String lastError() {
        return lastError;
    }

    /** From a tenth to one: how much of its share it should get, since it has been away. */
    synchronized double share(long now) {
        long age = now - since;
        if (!up || !everDown || age >= slowStart) {
            return 1;
        }
        return Math.max(FIRST_SHARE, (double) age / slowStart);
    }
}
