package org.corral.queue;

/**
 * Divides the time of one server among the requests that it answers: while there are n of them, each is charged an n-th of the time
 * that passes. So all charges add up to the time in which the server was busy. Guarded by its owner.
 */
final class ServiceClock {
    private long last;
    private int running;
    private double charged; // nanoseconds of a request that has run from the beginning on
    private double busy; // nanoseconds

    ServiceClock(long now) {
        this.last = now;
    }

    void enter(long now) {
        advance(now);
        running++;
    }

    void leave(long now) {
        advance(now);
        running--;
    }

    /** What a request would have been charged that had run since the beginning: two readings tell what one is charged between. */
    double reading(long now) {
        advance(now);
        return charged;
    }

    /** For how long the server has answered at least one request, in nanoseconds. */
    double busy(long now) {
        advance(now);
        return busy;
    }

    private void advance(long now) {
        // A clock that goes back charges nobody.
        long passed = Math.max(0, now - last);
        last = now;
        if (running > 0) {
            charged += (double) passed / running;
            busy += passed;
        }
    }
}
