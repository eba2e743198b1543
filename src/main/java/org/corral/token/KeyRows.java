package org.corral.token;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.jose4j.jwk.JsonWebKey;

/** The rows of the key ring and what is done to them at a start, each method within a transaction of its caller. */
final class KeyRows {
    // Other nodes notice a change of the signing key within a minute; until then they sign with the former one.
    private static final Duration LATE_SIGNATURES = Duration.ofMinutes(5);

    private final KeyVault vault;
    private final TokenAlgorithm algorithm;
    private final Duration lifetime;

    KeyRows(KeyVault vault, TokenSettings settings) {
        this.vault = vault;
        this.algorithm = settings.algorithm();
        this.lifetime = settings.lifetime();
    }

    static List<SigningKey> all(EntityManager entities) {
        return entities.createQuery("SELECT k FROM SigningKey k ORDER BY k.createdAt, k.id", SigningKey.class)
                .getResultList();
    }

    /**
     * Leaves exactly one active key, of the algorithm that is set, and no row that is open though there is a secret or
     * that is over. Another node that does the same at the same time makes one of the two transactions fail.
     */
    void settle(EntityManager entities, Instant now) {
        List<SigningKey> rows = all(entities);
        rows.stream().filter(row -> isOver(row, now)).forEach(entities::remove);
        rows.forEach(vault::closeIfOpen);
        Optional<SigningKey> active = rows.stream().filter(SigningKey::active).findFirst();
        if (active.isPresent() && active.get().algorithm().equals(algorithm.text())) {
            active.get().coverLifetime(lifetime);
            return;
        }
        active.ifPresent(former -> former.retire(now.plus(LATE_SIGNATURES)));
        // EclipseLink would insert first, and the slot must be free by then.
        entities.flush();
        JsonWebKey key = KeyMaker.make(algorithm);
        entities.persist(new SigningKey(key.getKeyId(), algorithm.text(), vault.close(key), now, lifetime));
    }

    private static boolean isOver(SigningKey row, Instant now) {
        return row.notAfter().isPresent() && !now.isBefore(row.notAfter().get());
    }
}
