package org.corral.http;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The pages of other origins that may read answers, as browsers name them in the field {@code Origin}: scheme, host and
 * port, without the default port of the scheme. {@code *} stands alone and means all origins; {@code moz-extension://*}
 * means all origins of this scheme, because each installation of a browser extension has a host of its own there. Neither
 * of the two permits credentials.
 *
 * @param origins as {@link org.corral.settings.HttpSettings#corsOrigins} has them
 */
public record CorsOrigins(Set<String> origins) {
    private static final String ANY = "*";
    private static final Pattern ORIGIN = Pattern.compile("([a-z][a-z0-9+.-]*://)[^/?#@\\s*\"\\\\]+");

    public CorsOrigins {
        origins = Set.copyOf(origins);
    }

    /** Permits no other origin. */
    public static CorsOrigins none() {
        return new CorsOrigins(Set.of());
    }

    /** Whether every page may read what a request without credentials gets. */
    public boolean any() {
        return origins.contains(ANY);
    }

    /** Whether this very origin is named; then its pages may send the cookie, too. */
    public boolean names(String origin) {
        return !origin.endsWith(ANY) && origins.contains(origin);
    }

    /**
     * Whether this origin or all of its scheme is named; then its pages may read answers to requests without credentials.
     */
    public boolean admits(String origin) {
        Matcher parts = ORIGIN.matcher(origin);
        return names(origin) || (parts.matches() && origins.contains(parts.group(1) + ANY));
    }
}
