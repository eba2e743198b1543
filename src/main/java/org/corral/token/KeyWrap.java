package org.corral.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.corral.settings.Secret;

/**
 * Encrypts private keys for the database: AES-256-GCM under a key that PBKDF2 derives from {@code corral.secret}, with
 * a new salt and a new nonce each time. The text is {@code wrapped1$iterations$salt$nonce$ciphertext}, in base64url.
 */
final class KeyWrap {
    private static final String MARK = "wrapped1";
    // Many iterations, because the secret may be a sentence that a person can remember.
    private static final int ITERATIONS = 210_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int KEY_BITS = 256;
    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Secret secret;

    KeyWrap(Secret secret) {
        this.secret = secret;
    }

    static boolean isWrapped(String material) {
        return material.startsWith(MARK + "$");
    }

    /** @param context of the material; unwrapping fails in another context */
    String wrap(String plain, String context) {
        byte[] salt = random(SALT_BYTES);
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] closed = cipher(Cipher.ENCRYPT_MODE, derive(salt, ITERATIONS), nonce, context)
                    .doFinal(plain.getBytes(StandardCharsets.UTF_8));
            return String.join("$", MARK, Integer.toString(ITERATIONS), encode(salt), encode(nonce), encode(closed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no PBKDF2 or AES-GCM", e);
        }
    }

    /** Empty if the text was wrapped with another secret or context, or is damaged. */
    Optional<String> unwrap(String material, String context) {
        String[] parts = material.split("\\$", -1);
        if (parts.length != 5 || !parts[0].equals(MARK)) {
            return Optional.empty();
        }
        try {
            int iterations = Integer.parseInt(parts[1]);
            if (iterations < 1 || iterations > MOST_ITERATIONS) {
                return Optional.empty();
            }
            SecretKeySpec key = derive(decode(parts[2]), iterations);
            byte[] plain =
                    cipher(Cipher.DECRYPT_MODE, key, decode(parts[3]), context).doFinal(decode(parts[4]));
            return Optional.of(new String(plain, StandardCharsets.UTF_8));
        } catch (AEADBadTagException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no PBKDF2 or AES-GCM", e);
        }
    }

    private SecretKeySpec derive(byte[] salt, int iterations) throws GeneralSecurityException {
        PBEKeySpec spec = new PBEKeySpec(secret.reveal().toCharArray(), salt, iterations, KEY_BITS);
        try {
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
            return new SecretKeySpec(key, "AES");
        } finally {
            spec.clearPassword();
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] decode(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
