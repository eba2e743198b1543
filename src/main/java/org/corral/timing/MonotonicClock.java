package org.corral.timing;

/**
 * Measures how long something takes: nanoseconds since some fixed moment, which never go back when the time of day is set.
 * Tests use one that they turn themselves.
 */
public interface MonotonicClock {
    /** The clock of this machine. */
    MonotonicClock SYSTEM = System::nanoTime;

    /** Only differences of two readings of the same clock mean something; a difference may wrap around. */
    long nanos();
}
