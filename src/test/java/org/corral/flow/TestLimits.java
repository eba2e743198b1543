package org.corral.flow;

import java.time.Duration;
import org.corral.body.Memory;
import org.corral.settings.LingerSettings;
import org.corral.settings.PatienceSettings;
import org.corral.timing.Watch;

/** Limits that no test of something else meets. */
public final class TestLimits {
    private static final Duration LONG = Duration.ofMinutes(5);

    private TestLimits() {}

    public static FlowLimits of(Watch watch) {
        return FlowLimits.of(
                new Memory(64 << 20),
                LingerSettings.NONE,
                new PatienceSettings(LONG, LONG, LONG, LONG, LONG, LONG),
                watch);
    }
}
