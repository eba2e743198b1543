package org.corral.ollama;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A pattern in which {@code *} stands for anything but a slash. Takes time in proportion to the lengths of pattern and text
 * multiplied, whatever they are.
 */
record Glob(List<String> parts) {
    private static final String DEFAULTS = "registry.ollama.ai/library/";

    Glob {
        parts = List.copyOf(parts);
    }

    /**
     * For names of models: what is left out of a pattern is what is left out of a name, but for the tag behind a last star,
     * which may be any.
     *
     * @throws IllegalArgumentException if it has more slashes than a name can have
     */
    static Glob ofName(String pattern) {
        String lower = pattern.toLowerCase(Locale.ROOT);
        boolean tagged = lower.lastIndexOf(':') > lower.lastIndexOf('/') || lower.endsWith("*");
        String[] given = (tagged ? lower : lower + ":latest").split("/", -1);
        String[] defaults = DEFAULTS.split("/", 0);
        if (given.length > defaults.length + 1) {
            throw new IllegalArgumentException("too many slashes");
        }
        String[] all = Arrays.copyOf(defaults, defaults.length + 1);
        System.arraycopy(given, 0, all, all.length - given.length, given.length);
        return new Glob(List.of(all));
    }

    boolean matches(ModelName name) {
        String[] texts = name.full().split("/", -1);
        for (int i = 0; i < parts.size(); i++) {
            if (!matches(parts.get(i), texts[i])) {
                return false;
            }
        }
        return true;
    }

    /** Each star is given as little as will do: what one star takes less, a later one can take more. */
    private static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int retry = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
