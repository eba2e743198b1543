package org.corral.queue;

import java.time.Duration;

/** How fast the queue moves: the time between two requests that are let in while others wait. Guarded by the queue's lock. */
final class DrainRate {
    /** The part of the newest. */
    private static final double NEWEST = 0.2;

    private static final double UNKNOWN = Double.NaN;

    private double gap = UNKNOWN; // nanoseconds
    private double last = UNKNOWN; // nanoseconds since the beginning; unknown if nobody has waited since
    private final long beginning;

    DrainRate(long now) {
        this.beginning = now;
    }

    /** @param others whether somebody else still waits */
    void admitted(boolean others, long now) {
        double at = (double) now - beginning;
        if (!Double.isNaN(last)) {
            double newest = Math.max(0, at - last);
            gap = Double.isNaN(gap) ? newest : gap + NEWEST * (newest - gap);
        }
        last = others ? at : UNKNOWN;
    }

    /**
     * How long the one at this position will wait.
     *
     * @param position 1 for the next
     * @param usual between two, where nothing was measured yet
     */
    Duration until(int position, Duration usual) {
        double each = Double.isNaN(gap) ? usual.toNanos() : gap;
        return Duration.ofNanos((long) Math.min(Long.MAX_VALUE / 2.0, each * position));
    }
}
