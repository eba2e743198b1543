package org.corral.settings;

import static org.corral.settings.Setting.MAX_SIGNATURES;
import static org.corral.settings.Setting.SIGNATURE_REPEAT;

import java.time.Duration;

/**
 * How often signed changes are accepted.
 *
 * @param repeat 0 s to 5 min for which the same signature may come again from the same place
 * @param most 1 to 1000000 signed changes of one account in ten minutes
 */
public record SignatureSettings(Duration repeat, int most) {
    private static final Range<Duration> REPEAT = new Range<>(Duration.ZERO, Duration.ofMinutes(5));
    private static final Range<Integer> MOST = new Range<>(1, 1_000_000);

    public SignatureSettings {
        REPEAT.require("repeat", repeat);
        MOST.require("most", most);
    }

    static SignatureSettings read(SettingReader in) {
        return new SignatureSettings(in.duration(SIGNATURE_REPEAT, REPEAT), in.number(MAX_SIGNATURES, MOST));
    }
}
