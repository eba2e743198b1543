package org.corral.settings;

import static org.corral.settings.Setting.FORMER_SECRET;
import static org.corral.settings.Setting.KEY_PUBLISH_AHEAD;
import static org.corral.settings.Setting.KEY_ROTATION;
import static org.corral.settings.Setting.SECRET;

import java.time.Duration;
import java.util.Optional;

/**
 * When signing keys are rotated.
 *
 * @param rotation 1 hour to 3650 days for which one key signs; empty if only an admin changes it
 * @param publishAhead 0 to 7 days for which a new key is published before it signs
 * @param formerSecret with which the keys may still be wrapped
 */
public record KeySettings(Optional<Duration> rotation, Duration publishAhead, Optional<Secret> formerSecret) {
    private static final String NEVER = "never";
    private static final Range<Duration> ROTATION = new Range<>(Duration.ofHours(1), Duration.ofDays(3650));
    private static final Range<Duration> PUBLISH_AHEAD = new Range<>(Duration.ZERO, Duration.ofDays(7));

    public KeySettings {
        rotation.ifPresent(every -> ROTATION.require("rotation", every));
        PUBLISH_AHEAD.require("publishAhead", publishAhead);
    }

    static KeySettings read(SettingReader in) {
        in.needs(FORMER_SECRET, SECRET);
        return new KeySettings(
                in.required(KEY_ROTATION, KeySettings::parseRotation),
                in.duration(KEY_PUBLISH_AHEAD, PUBLISH_AHEAD),
                in.secret(FORMER_SECRET, TokenSettings.SHORTEST_SECRET));
    }

    private static Optional<Duration> parseRotation(String text) throws WrongValueException {
        if (text.equalsIgnoreCase(NEVER)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ROTATION.accept(Durations.parse(text)));
        } catch (WrongValueException e) {
            throw new WrongValueException(e.problem(), e.accepted() + ", or " + NEVER);
        }
    }
}
