package org.corral.account;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;

/**
 * One password can be typed in several ways: a Mac may send {@code ä} as two characters, where others send one. What is
 * compared is NFC (NIST SP 800-63B, 3.1.1.2). What was hashed before that, here or at Open WebUI, was hashed as it was typed.
 */
final class PasswordForm {
    private PasswordForm() {}

    /** In which new passwords are hashed. */
    static String normal(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFC);
    }

    /** In which a stored hash may have it, the likeliest first; one for nearly everybody. */
    static List<String> all(String typed) {
        return Stream.of(normal(typed), typed).distinct().toList();
    }
}
