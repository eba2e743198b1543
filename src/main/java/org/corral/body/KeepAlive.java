package org.corral.body;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands {@code keep_alive}: seconds as a number, or a text such as Go's {@code time.ParseDuration} reads. */
final class KeepAlive {
    private static final double SHORTEST = 1;
    /** A day. Whoever holds a model for longer might as well hold it for ever. */
    private static final double LONGEST = 24 * 3600;

    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("\\+?(?:" + PART.pattern() + ")+");

    private KeepAlive() {}

    static boolean unloadsOrPins(double seconds) {
        return !(seconds >= SHORTEST && seconds <= LONGEST);
    }

    /** What is not understood is taken for the worst. */
    static boolean unloadsOrPins(String text) {
        if (text.length() > 100 || !WHOLE.matcher(text).matches()) {
            return true;
        }
        double seconds = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
        }
        return unloadsOrPins(seconds);
    }

    private static double unit(String unit) {
        return switch (unit) {
            case "ns" -> 1e-9;
            case "us", "µs", "μs" -> 1e-6;
            case "ms" -> 1e-3;
            case "s" -> 1;
            case "m" -> 60;
            default -> 3600;
        };
    }
}
