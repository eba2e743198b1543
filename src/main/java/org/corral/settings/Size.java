package org.corral.settings;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 64KB}, {@code 1MB}, {@code 2GB} (powers of 1024) or as a plain number. */
public record Size(long bytes) implements Comparable<Size> {
    // Eighteen digits, and nine digits of gigabytes, are below 2^63, so nothing here can overflow.
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,18})B?|([0-9]{1,9})([KMG])B");

    public Size {
        if (bytes < 0) {
            throw new IllegalArgumentException("A size can't be negative");
        }
    }

    static Size parse(String text) throws WrongValueException {
        Matcher matcher = SYNTAX.matcher(text.toUpperCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new WrongValueException("is not a size", "such as 64KB, 1MB or 2GB, or a plain number of bytes");
        }
        String plain = matcher.group(1);
        if (plain != null) {
            return new Size(Long.parseLong(plain));
        }
        int power = "KMG".indexOf(matcher.group(3)) + 1;
        return new Size(Long.parseLong(matcher.group(2)) << (10 * power));
    }

    /**
     * The number of bytes as the length of an array or a buffer.
     *
     * @throws ArithmeticException if the size is 2 GB or more
     */
    public int toInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(bytes, other.bytes);
    }

    @Override
    public String toString() {
        int step = bytes == 0 ? 0 : Math.min(3, Long.numberOfTrailingZeros(bytes) / 10);
        return (bytes >> (10 * step)) + new String[] {"", "KB", "MB", "GB"}[step];
    }
}
