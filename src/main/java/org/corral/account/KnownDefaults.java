package org.corral.account;

import java.util.List;

/**
 * Passwords that installations come with, so that everybody knows them. All are shorter than a password may be here, so
 * that only an imported account can have one.
 */
final class KnownDefaults {
    /** The first is the one that Open WebUI has where nobody signs in. */
    private static final List<String> WORDS =
            List.of("admin", "password", "changeme", "openwebui", "admin123", "12345678");

    private KnownDefaults() {}

    static List<String> all() {
        return WORDS;
    }

    /** Whether this password opens no account of an admin, even if its hash matches. */
    static boolean contain(String password) {
        return WORDS.contains(password);
    }
}
