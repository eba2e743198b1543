package org.corral.account;

import java.text.Normalizer;
import java.util.List;
import java.util.stream.Stream;

/**
 * Normal forms of a password. A Mac may send {@code ä} as two characters where other devices send one, so passwords are
 * compared in NFC (NIST SP 800-63B, 3.1.1.2). Older hashes, of Corral or of Open WebUI, are of the text as it was typed.
 */
final class PasswordForm {
    private PasswordForm() {}

    /** The form in which new passwords are hashed. */
    static String normal(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFC);
    }

    /** The forms that a stored hash may be of, the likeliest first; for nearly all passwords there is one. */
    static List<String> all(String typed) {
        return Stream.of(normal(typed), typed).distinct().toList();
    }
}
