package org.corral.flow;

import org.corral.body.Memory;
import org.corral.settings.LingerSettings;
import org.corral.settings.PatienceSettings;
import org.corral.timing.Watch;

/**
 * What callers may take of memory and time when they send to Corral itself, or are answered by it.
 *
 * @param memory for all of their bodies
 * @param callers a part of it, for what anybody may send, so that the rest is left for others
 * @param watch keeps the times
 */
public record FlowLimits(Memory memory, Memory callers, LingerSettings linger, PatienceSettings patience, Watch watch) {
    private static final int PARTS = 4;

    /** For what only admins may send: of all the memory. */
    public FlowLimits ofAdmins() {
        return new FlowLimits(memory, memory, linger, patience, watch);
    }

    public static FlowLimits of(Memory memory, LingerSettings linger, PatienceSettings patience, Watch watch) {
        return new FlowLimits(memory, memory.part(PARTS), linger, patience, watch);
    }
}
