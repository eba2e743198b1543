package org.corral.settings;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations such as {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code 4w}: whole numbers, each unit once, the largest
 * unit first.
 */
final class Durations {
    // A Duration holds far more than nine digits of weeks, so nothing here can overflow.
    private static final Pattern SYNTAX =
            Pattern.compile("(?:([0-9]{1,9})w)?(?:([0-9]{1,9})d)?(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m(?!s))?"
                    + "(?:([0-9]{1,9})s)?(?:([0-9]{1,9})ms)?");
    private static final List<String> UNITS = List.of("w", "d", "h", "m", "s", "ms");
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofDays(7),
            Duration.ofDays(1),
            Duration.ofHours(1),
            Duration.ofMinutes(1),
            Duration.ofSeconds(1),
            Duration.ofMillis(1));

    private Durations() {}

    static Duration parse(String text) throws WrongValueException {
        Matcher matcher = SYNTAX.matcher(text);
        if (text.equals("0")) {
            return Duration.ZERO;
        }
        if (text.isEmpty() || !matcher.matches()) {
            throw new WrongValueException(
                    "is not a duration", "such as 500ms, 30s, 10m, 1h30m or 4w, in the units w d h m s ms");
        }
        Duration sum = Duration.ZERO;
        for (int i = 0; i < UNITS.size(); i++) {
            String number = matcher.group(i + 1);
            if (number != null) {
                sum = sum.plus(LENGTHS.get(i).multipliedBy(Long.parseLong(number)));
            }
        }
        return sum;
    }

    /** The shortest text that {@link #parse} reads as this duration, to the millisecond. */
    static String text(Duration duration) {
        for (int i = 0; i < UNITS.size(); i++) {
            long unit = LENGTHS.get(i).toMillis();
            if (duration.toMillis() >= unit && duration.toMillis() % unit == 0) {
                return duration.toMillis() / unit + UNITS.get(i);
            }
        }
        return "0s";
    }
}
