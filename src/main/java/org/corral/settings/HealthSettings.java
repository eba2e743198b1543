package org.corral.settings;

import static org.corral.settings.Setting.FAILURE_WINDOW;
import static org.corral.settings.Setting.HEALTH_INTERVAL;
import static org.corral.settings.Setting.HEALTH_TIMEOUT;
import static org.corral.settings.Setting.MAX_FAILURES;
import static org.corral.settings.Setting.SLOW_START;

import java.time.Duration;

/**
 * When a server counts as down, and how it comes back.
 *
 * @param interval 1 second to 1 hour between two checks of each of several servers
 * @param timeout 1 ms to 1 week for a check, and for a list of models
 * @param maxFailures 1 to 1000 failures within the window
 * @param window 1 second to 1 hour
 * @param slowStart 0 to 1 hour in which a server that was down gets gradually more requests
 */
public record HealthSettings(
        Duration interval, Duration timeout, int maxFailures, Duration window, Duration slowStart) {
    private static final Range<Duration> SECOND_TO_HOUR = new Range<>(Duration.ofSeconds(1), Duration.ofHours(1));
    private static final Range<Duration> UP_TO_HOUR = new Range<>(Duration.ZERO, Duration.ofHours(1));
    private static final Range<Integer> FAILURES = new Range<>(1, 1000);

    public HealthSettings {
        SECOND_TO_HOUR.require("interval", interval);
        TimeoutSettings.WAIT.require("timeout", timeout);
        FAILURES.require("maxFailures", maxFailures);
        SECOND_TO_HOUR.require("window", window);
        UP_TO_HOUR.require("slowStart", slowStart);
    }

    static HealthSettings read(SettingReader in) {
        return new HealthSettings(
                in.duration(HEALTH_INTERVAL, SECOND_TO_HOUR),
                in.duration(HEALTH_TIMEOUT, TimeoutSettings.WAIT),
                in.number(MAX_FAILURES, FAILURES),
                in.duration(FAILURE_WINDOW, SECOND_TO_HOUR),
                in.duration(SLOW_START, UP_TO_HOUR));
    }
}
