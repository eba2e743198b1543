package org.corral.settings;

import static org.corral.settings.Setting.DRAIN_TIME;

import java.time.Duration;

/**
 * How Corral stops.
 *
 * @param drainTime 0 to 1 hour for what runs to finish
 */
public record StopSettings(Duration drainTime) {
    private static final Range<Duration> UP_TO_HOUR = new Range<>(Duration.ZERO, Duration.ofHours(1));

    public StopSettings {
        UP_TO_HOUR.require("drainTime", drainTime);
    }

    static StopSettings read(SettingReader in) {
        return new StopSettings(in.duration(DRAIN_TIME, UP_TO_HOUR));
    }
}
