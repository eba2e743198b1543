package org.corral.access;

import java.util.regex.Pattern;

/**
 * An exact path, or everything below one; paths are those below the context path.
 *
 * @param path an exact path, or the part before the {@code /*} of a prefix
 * @param prefix whether everything below the path is meant too
 */
record PathPattern(String path, boolean prefix) {
    private static final String STAR = "/*";
    /** Unpaired surrogates: no request has such a path, and no database takes it. */
    private static final Pattern HALF = Pattern.compile("\\p{Cs}");

    /** @throws IllegalArgumentException whose message says what is wrong */
    static PathPattern parse(String text) {
        boolean prefix = text.endsWith(STAR);
        // "/*" leaves the empty path, which everything lies under.
        String path = prefix ? text.substring(0, text.length() - STAR.length()) : text;
        if (!text.startsWith("/")
                || !CanonicalPath.is(path)
                || path.contains("*")
                || HALF.matcher(path).find()) {
            throw new IllegalArgumentException("has a path that is neither /a/b nor /a/b/*");
        }
        return new PathPattern(path, prefix);
    }

    /** As the servlet mapping understands it: {@code /a/*} takes {@code /a} as well (Servlet 6.0, 12.2). */
    boolean matches(String asked) {
        return asked.equals(path) || (prefix && asked.startsWith(path + "/"));
    }

    /** Whether this pattern matches every path that the other one matches. */
    boolean includes(PathPattern other) {
        return matches(other.path) && (prefix || !other.prefix);
    }

    /** The text of which the pattern was parsed. */
    String text() {
        return prefix ? path + STAR : path;
    }
}
