package org.corral.timing;

import java.time.Duration;

/** A ticker without a thread: it ticks when a test turns its clock. */
public final class ManualTicker {
    private final ManualClock clock = new ManualClock();
    private final Ticker ticker = new Ticker(clock);

    public Ticker ticker() {
        return ticker;
    }

    public ManualClock clock() {
        return clock;
    }

    /** Turns the clock, then ticks once. */
    public void advance(Duration time) {
        clock.advance(time);
        ticker.tick();
    }
}
