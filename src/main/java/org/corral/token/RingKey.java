package org.corral.token;

import java.security.Key;
import java.util.Map;
import java.util.Optional;
import org.corral.settings.TokenAlgorithm;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.OctetSequenceJsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;

/** A key ready for use. It has one algorithm and is used with no other. Not a record: nothing may print its material. */
final class RingKey {
    private final String id;
    private final TokenAlgorithm algorithm;
    private final JsonWebKey jwk;
    private final KeyLife life;

    RingKey(String id, TokenAlgorithm algorithm, JsonWebKey jwk, KeyLife life) {
        this.id = id;
        this.algorithm = algorithm;
        this.jwk = jwk;
        this.life = life;
    }

    String id() {
        return id;
    }

    TokenAlgorithm algorithm() {
        return algorithm;
    }

    KeyLife life() {
        return life;
    }

    /** This key, with the times that the database has now. */
    RingKey living(KeyLife changed) {
        return changed.equals(life) ? this : new RingKey(id, algorithm, jwk, changed);
    }

    Key signingKey() {
        return jwk instanceof PublicJsonWebKey pair ? pair.getPrivateKey() : jwk.getKey();
    }

    /** The public key, or with HS256 the shared key. */
    Key verificationKey() {
        return jwk.getKey();
    }

    /** The public parameters (RFC 7517 section 4); empty for a key without a public half. */
    Optional<Map<String, Object>> published() {
        return jwk instanceof OctetSequenceJsonWebKey
                ? Optional.empty()
                : Optional.of(jwk.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
    }
}
