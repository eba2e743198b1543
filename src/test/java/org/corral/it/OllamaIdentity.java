package org.corral.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;

/** The key that an ollama makes for itself, and how its command line signs with it. */
public final class OllamaIdentity {
    private static final int POINT = 32;

    private final KeyPair pair;

    private OllamaIdentity(KeyPair pair) {
        this.pair = pair;
    }

    public static OllamaIdentity fresh() {
        try {
            return new OllamaIdentity(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of {@code ~/.ollama/id_ed25519.pub}. */
    public String publicKey() {
        return "ssh-ed25519 " + blob() + "\n";
    }

    public String blob() {
        byte[] encoded = pair.getPublic().getEncoded();
        return blob(Arrays.copyOfRange(encoded, encoded.length - POINT, encoded.length));
    }

    /** Of any 32 bytes. */
    public static String blob(byte[] point) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {"ssh-ed25519".getBytes(StandardCharsets.US_ASCII), point}) {
            bytes.writeBytes(new byte[] {0, 0, 0, (byte) part.length});
            bytes.writeBytes(part);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** The header line for {@code METHOD,/path?ts=N}. */
    public String signed(String text) {
        return "Authorization: " + blob() + ":" + signature(text);
    }

    public String signature(String text) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
