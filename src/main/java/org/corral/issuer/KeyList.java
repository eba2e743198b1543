package org.corral.issuer;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.Use;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.lang.JoseException;

/** The issuer's public keys for signatures, as they were published at one time, each for its own algorithms. */
final class KeyList {
    /** The algorithms by kind of key (RFC 7518 section 6.1): no symmetric ones, and not {@code none}. */
    private static final Map<String, Set<String>> ALGORITHMS = Map.of(
            "RSA",
            Set.of(
                    AlgorithmIdentifiers.RSA_USING_SHA256,
                    AlgorithmIdentifiers.RSA_USING_SHA384,
                    AlgorithmIdentifiers.RSA_USING_SHA512,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA256,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA384,
                    AlgorithmIdentifiers.RSA_PSS_USING_SHA512),
            "EC",
            Set.of(
                    AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
                    AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
                    AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512),
            "OKP",
            Set.of(AlgorithmIdentifiers.EDDSA));

    static final KeyList NONE = new KeyList(List.of());

    private final List<JsonWebKey> keys;

    private KeyList(List<JsonWebKey> keys) {
        this.keys = keys;
    }

    /** @throws IOException if the list has no usable key */
    static KeyList parse(String json) throws IOException {
        try {
            List<JsonWebKey> keys = new JsonWebKeySet(json)
                    .getJsonWebKeys().stream().filter(KeyList::isForSignatures).toList();
            if (keys.isEmpty()) {
                throw new IOException("no public key for signatures");
            }
            return new KeyList(keys);
        } catch (JoseException e) {
            throw new IOException("no JSON Web Key Set", e);
        }
    }

    private static boolean isForSignatures(JsonWebKey key) {
        return key instanceof PublicJsonWebKey
                && (key.getUse() == null || key.getUse().equals(Use.SIGNATURE))
                && (key.getKeyOps() == null || key.getKeyOps().contains("verify"));
    }

    boolean isEmpty() {
        return keys.isEmpty();
    }

    /** @param id the token's {@code kid}; without one, a single key must fit */
    Optional<JsonWebKey> find(Optional<String> id, String algorithm) {
        List<JsonWebKey> found = keys.stream()
                .filter(key -> id.isEmpty() || id.get().equals(key.getKeyId()))
                .filter(key -> takes(key, algorithm))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static boolean takes(JsonWebKey key, String algorithm) {
        return ALGORITHMS.getOrDefault(key.getKeyType(), Set.of()).contains(algorithm)
                && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
    }
}
