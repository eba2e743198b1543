package org.corral.flow;

import org.corral.body.MemoryBudget;
import org.corral.settings.LingerSettings;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;

/**
 * The memory and time that callers may take when they send to Corral itself, or are answered by it.
 *
 * @param memory for all of their bodies
 * @param callers a part of the memory, for bodies that anybody may send, so that the rest is left for others
 * @param ticker keeps the times
 */
public record FlowLimits(
        MemoryBudget memory, MemoryBudget callers, LingerSettings linger, TimeoutSettings timeouts, Ticker ticker) {
    private static final int PARTS = 4;

    /** The limits of bodies that only admins may send, which may take all of the memory. */
    public FlowLimits ofAdmins() {
        return new FlowLimits(memory, memory, linger, timeouts, ticker);
    }

    /** The clock of the ticker. */
    MonotonicClock clock() {
        return ticker.clock();
    }

    public static FlowLimits of(MemoryBudget memory, LingerSettings linger, TimeoutSettings timeouts, Ticker ticker) {
        return new FlowLimits(memory, memory.part(PARTS), linger, timeouts, ticker);
    }
}
