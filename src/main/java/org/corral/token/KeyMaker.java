package org.corral.token;

import java.security.SecureRandom;
import java.util.Base64;
import org.corral.settings.TokenAlgorithm;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jwk.Use;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/** Makes new signing keys, and reads them again. */
final class KeyMaker {
    // 128 bits of security, as NIST SP 800-57 part 1 wants beyond 2030: the key stays for years.
    private static final int RSA_BITS = 3072;
    private static final int HMAC_BITS = 256;
    private static final int ID_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private KeyMaker() {}

    static JsonWebKey make(TokenAlgorithm algorithm) {
        try {
            JsonWebKey key = generate(algorithm);
            byte[] id = new byte[ID_BYTES];
            RANDOM.nextBytes(id);
            key.setKeyId(Base64.getUrlEncoder().withoutPadding().encodeToString(id));
            key.setAlgorithm(algorithm.text());
            key.setUse(Use.SIGNATURE);
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException("This Java can't make keys for " + algorithm.text(), e);
        }
    }

    private static JsonWebKey generate(TokenAlgorithm algorithm) throws JoseException {
        return switch (algorithm) {
            case RS256 -> RsaJwkGenerator.generateJwk(RSA_BITS);
            case HS256 -> OctJwkGenerator.generateJwk(HMAC_BITS);
            case ES256 -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
            case EDDSA -> OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
        };
    }

    static String write(JsonWebKey key) {
        return key.toJson(JsonWebKey.OutputControlLevel.INCLUDE_PRIVATE);
    }

    /** @throws JoseException with parts of the key in its message: not for logs */
    static JsonWebKey read(String json) throws JoseException {
        return JsonWebKey.Factory.newJwk(json);
    }
}
