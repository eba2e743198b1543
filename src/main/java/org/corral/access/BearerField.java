package org.corral.access;

import java.util.Optional;

/**
 * The header field {@code Authorization: Bearer <b64token>} (RFC 6750, 2.1). Parsed by hand, since every request has one.
 */
final class BearerField {
    private static final String SCHEME = "bearer ";

    /** By its code, whether a character may stand in a b64token. A token has some hundred of them, in each request. */
    private static final boolean[] B64 = new boolean[128];

    static {
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/"
                .chars()
                .forEach(c -> B64[c] = true);
    }

    private BearerField() {}

    /** @return the token; empty for another scheme, and for a text that is no b64token */
    static Optional<String> token(String value) {
        // The scheme may be in upper or lower case (RFC 9110, 11.1).
        if (!value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        int start = SCHEME.length();
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        int end = value.length();
        while (end > start && value.charAt(end - 1) == ' ') {
            end--;
        }
        return isB64Token(value, start, end) ? Optional.of(value.substring(start, end)) : Optional.empty();
    }

    private static boolean isB64Token(String value, int start, int end) {
        int last = end;
        while (last > start && value.charAt(last - 1) == '=') {
            last--;
        }
        for (int i = start; i < last; i++) {
            if (!isB64(value.charAt(i))) {
                return false;
            }
        }
        return last > start;
    }

    private static boolean isB64(char c) {
        return c < B64.length && B64[c];
    }
}
