package org.corral.body;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands {@code keep_alive}: seconds as a number, or a text such as Go's {@code time.ParseDuration} reads. */
enum KeepAlive {
    /** The model stays for a while. */
    USUAL,
    /** It leaves the memory. */
    UNLOADS,
    /** It stays for longer than is permitted, or for ever. */
    PINS;

    private static final double SHORTEST = 1;

    private static final Pattern PART = Pattern.compile("([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)");
    private static final Pattern WHOLE = Pattern.compile("[+-]?(?:" + PART.pattern() + ")+");

    static KeepAlive of(double seconds, Duration longest) {
        // To Ollama everything below nothing is for ever.
        if (seconds < 0 || seconds > longest.toMillis() / 1000.0) {
            return PINS;
        }
        return seconds >= SHORTEST ? USUAL : UNLOADS;
    }

    /** Takes a text that it does not understand for the worst. */
    static KeepAlive of(String text, Duration longest) {
        if (text.length() > 100 || !WHOLE.matcher(text).matches()) {
            return UNLOADS;
        }
        double seconds = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
        }
        return of(text.startsWith("-") ? -seconds : seconds, longest);
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

    /** The value that may take its place: as long as is permitted, or {@code null}, which leaves it to Ollama. */
    String permitted(Duration longest) {
        return this == PINS ? Long.toString(longest.toSeconds()) : "null";
    }
}
