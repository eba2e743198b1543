package org.corral.flow;

import java.time.Duration;
import org.corral.body.MemoryBudget;
import org.corral.settings.LingerSettings;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.Ticker;

/** Limits that no test of something else meets. */
public final class TestLimits {
    private static final Duration LONG = Duration.ofMinutes(5);

    private TestLimits() {}

    public static FlowLimits of(Ticker ticker) {
        return FlowLimits.of(
                new MemoryBudget(64 << 20),
                LingerSettings.NONE,
                new TimeoutSettings(LONG, LONG, LONG, LONG, LONG, LONG),
                ticker);
    }
}
