package org.corral.account;

import java.util.List;

/**
 * Passwords that installations come with, and that everybody knows therefore. All are shorter than a password that may be
 * chosen here, so that only an account that was brought along can have one.
 */
final class KnownDefaults {
    /** The first is that of Open WebUI where nobody signs in. */
    private static final List<String> WORDS =
            List.of("admin", "password", "changeme", "openwebui", "admin123", "12345678");

    private KnownDefaults() {}

    static List<String> all() {
        return WORDS;
    }

    /** Whether this opens no admin's account, whatever its hash says. */
    static boolean contain(String password) {
        return WORDS.contains(password);
    }
}
