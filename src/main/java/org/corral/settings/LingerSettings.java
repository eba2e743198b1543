package org.corral.settings;

import static org.corral.settings.Setting.LINGER_SIZE;
import static org.corral.settings.Setting.LINGER_TIME;

import java.time.Duration;

/**
 * How much of an unwanted request body is read after the answer.
 *
 * @param size 0 to 1 GB; 0 for nothing
 * @param time 0 to 10 minutes
 */
public record LingerSettings(Size size, Duration time) {
    private static final Range<Size> MOST = new Range<>(new Size(0), new Size(1 << 30));
    private static final Range<Duration> TIME = new Range<>(Duration.ZERO, Duration.ofMinutes(10));

    /** Nothing is read. */
    public static final LingerSettings NONE = new LingerSettings(new Size(0), Duration.ZERO);

    public LingerSettings {
        MOST.require("size", size);
        TIME.require("time", time);
    }

    static LingerSettings read(SettingReader in) {
        return new LingerSettings(in.size(LINGER_SIZE, MOST), in.duration(LINGER_TIME, TIME));
    }
}
