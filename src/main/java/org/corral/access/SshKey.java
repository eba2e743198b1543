package org.corral.access;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * A public Ed25519 key as SSH writes it (RFC 8709, 4).
 *
 * @param blob the key in base64, in the one form that is canonical
 */
public record SshKey(String blob) {
    private static final int POINT = 32;
    /** The name {@code ssh-ed25519} and the length of what follows, each with its length before it (RFC 4251, 5). */
    private static final byte[] HEAD = HexFormat.of().parseHex("0000000b7373682d6564323535313900000020");
    /** The bytes before the point in a SubjectPublicKeyInfo (RFC 8410, 4). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The points of small order, without the sign bit: anybody can make a signature for them. */
    private static final Set<String> WEAK = Set.of(
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");

    /** @return empty if this is not exactly such a key in base64 */
    public static Optional<SshKey> parse(String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean right = bytes.length == HEAD.length + POINT
                && Arrays.equals(HEAD, 0, HEAD.length, bytes, 0, HEAD.length)
                && Base64.getEncoder().encodeToString(bytes).equals(base64)
                && !isWeak(point(bytes));
        return right ? Optional.of(new SshKey(base64)) : Optional.empty();
    }

    private static byte[] point(byte[] bytes) {
        return Arrays.copyOfRange(bytes, HEAD.length, bytes.length);
    }

    private static boolean isWeak(byte[] point) {
        byte[] unsigned = point.clone();
        unsigned[POINT - 1] &= 0x7f;
        return WEAK.contains(HexFormat.of().formatHex(unsigned));
    }

    /** Whether the owner of the key has signed this message. Takes up to a millisecond of arithmetic. */
    boolean verifies(byte[] message, byte[] signature) {
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(publicKey());
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // The key is not a point of the curve, or the signature is malformed.
            return false;
        }
    }

    private PublicKey publicKey() throws GeneralSecurityException {
        byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + POINT);
        System.arraycopy(point(decoded()), 0, encoded, X509_HEAD.length, POINT);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    /** As {@code ssh-keygen -l} shows it. */
    public String fingerprint() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(decoded());
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private byte[] decoded() {
        return Base64.getDecoder().decode(blob);
    }
}
