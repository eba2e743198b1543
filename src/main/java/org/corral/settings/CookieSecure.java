package org.corral.settings;

import java.util.Locale;

/** When the cookie carries the attribute {@code Secure}. */
public enum CookieSecure {
    /** When the request came by HTTPS, as the server sees it. */
    AUTO,
    ALWAYS,
    NEVER;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
