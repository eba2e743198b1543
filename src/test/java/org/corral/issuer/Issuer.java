package org.corral.issuer;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** An issuer within the test: it publishes keys, signs tokens and can go away. */
final class Issuer implements KeySource {
    static final String NAME = "https://issuer.test";
    static final String AUDIENCE = "reports";

    private final List<PublicJsonWebKey> keys = new ArrayList<>();
    boolean away;
    int asked;

    static IssuerSettings settings(String roleClaim) {
        return new IssuerSettings(NAME, AUDIENCE, URI.create("https://issuer.test/jwks"), roleClaim);
    }

    PublicJsonWebKey publish(String id) throws JoseException {
        PublicJsonWebKey key = OkpJwkGenerator.generateJwk("Ed25519");
        key.setKeyId(id);
        keys.add(key);
        return key;
    }

    void withdraw(JsonWebKey key) {
        keys.remove(key);
    }

    @Override
    public String fetch() throws IOException {
        asked++;
        if (away) {
            throw new IOException("nobody is there");
        }
        return new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    /** Claims that are good until then. */
    static JwtClaims claims(NumericDate expires) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(NAME);
        claims.setAudience("other", AUDIENCE);
        claims.setSubject("ada");
        claims.setExpirationTime(expires);
        return claims;
    }

    static String sign(PublicJsonWebKey key, JwtClaims claims, Map<String, Object> header) throws JoseException {
        JsonWebSignature signature = new JsonWebSignature();
        signature.setAlgorithmHeaderValue("EdDSA");
        Optional.ofNullable(key.getKeyId()).ifPresent(signature::setKeyIdHeaderValue);
        header.forEach((name, value) -> signature.getHeaders().setObjectHeaderValue(name, value));
        signature.setPayload(claims.toJson());
        signature.setKey(key.getPrivateKey());
        return signature.getCompactSerialization();
    }
}
