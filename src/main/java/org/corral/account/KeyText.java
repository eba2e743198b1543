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

    /** Whether it could be one. */
    static boolean is(String text) {
        return CredentialForm.isApiKey(text);
    }

    /** By how much of it its owner recognises it. */
    static String hint(String text) {
        return text.substring(0, HINT);
    }

    static String masked(String hint) {
        return hint + "…";
    }

    /** Without salt or rounds: what has 192 random bits can't be guessed. */
    static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
