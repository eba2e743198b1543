package org.corral.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.corral.access.CredentialForm;

/** The text of an API key: {@code sk-} and 192 random bits in hexadecimal. */
final class KeyText {
    private static final String PREFIX = "sk-";
    private static final int BYTES = 24;
    private static final int HINT = PREFIX.length() + 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyText() {}

    static String fresh() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    /** Whether the text has the form of an API key. */
    static boolean is(String text) {
        return CredentialForm.isApiKey(text);
    }

    /** The beginning of the key, by which its owner recognises it. */
    static String hint(String text) {
        return text.substring(0, HINT);
    }

    static String masked(String hint) {
        return hint + "…";
    }

    /** Needs neither salt nor rounds, since nobody can guess 192 random bits. */
    static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
