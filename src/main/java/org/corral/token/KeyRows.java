package org.corral.token;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.settings.KeySettings;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.jose4j.jwk.JsonWebKey;

/**
 * The operations on the rows of the key ring. Each method runs within a transaction of its caller. If two nodes make the
 * same change at the same time, one of the two transactions fails.
 */
final class KeyRows {
    // Other nodes read the rows once a second; until then they sign with the key that they know.
    private static final Duration LATE_SIGNATURES = Duration.ofSeconds(10);

    /** The time for which a key verifies whose tokens have no end. */
    private static final Duration NO_END = Duration.ofDays(36_500);

    private final KeyVault vault;
    private final TokenAlgorithm algorithm;
    private final Supplier<Duration> lifetime;
    private final Duration publishAhead;

    /** @param lifetime of tokens that are issued at this moment; zero for tokens without an end */
    KeyRows(KeyVault vault, TokenSettings tokens, Supplier<Duration> lifetime, KeySettings settings) {
        this.vault = vault;
        this.algorithm = tokens.algorithm();
        this.lifetime = lifetime;
        this.publishAhead = settings.publishAhead();
    }

    static List<SigningKey> all(EntityManager entities) {
        return entities.createQuery(
                        "SELECT k FROM SigningKey k ORDER BY k.signsFrom, k.createdAt, k.id", SigningKey.class)
                .getResultList();
    }

    /**
     * To be called at the start: leaves exactly one active key, of the configured algorithm. Wraps rows that are not
     * wrapped if there is a secret, and deletes rows that have ended.
     */
    void settle(EntityManager entities, Instant now) {
        advance(entities, now);
        List<SigningKey> rows = all(entities);
        rows.forEach(vault::renew);
        for (SigningKey row : rows) {
            if (row.maySign() && row.algorithm().equals(algorithm.text())) {
                row.coverLifetime(covered(lifetime.get()));
            } else if (row.maySign()) {
                row.retire(now.plus(LATE_SIGNATURES));
            }
        }
        // EclipseLink would insert before it deletes, and the slot must be free by then.
        entities.flush();
        if (rows.stream().noneMatch(SigningKey::active)) {
            rows.stream()
                    .filter(SigningKey::next)
                    .findFirst()
                    .orElseGet(() -> add(entities, newKey(), now, now))
                    .activate(now);
        }
    }

    /** Notes that the keys that may sign now sign tokens with this lifetime from now on. */
    void cover(EntityManager entities, Duration life) {
        all(entities).stream().filter(SigningKey::maySign).forEach(row -> row.coverLifetime(covered(life)));
    }

    private static Duration covered(Duration life) {
        return life.isZero() ? NO_END : life;
    }

    /** Makes the next key active if its time has come, and deletes keys that have ended. */
    void advance(EntityManager entities, Instant now) {
        List<SigningKey> rows = all(entities);
        rows.stream().filter(row -> isOver(row, now)).forEach(entities::remove);
        Optional<SigningKey> next = rows.stream()
                .filter(row -> row.next() && !row.signsFrom().isAfter(now))
                .findFirst();
        if (next.isEmpty()) {
            return;
        }
        Instant change = next.get().signsFrom();
        rows.stream().filter(SigningKey::active).forEach(former -> former.retire(change.plus(LATE_SIGNATURES)));
        // The slot must be free before it is taken.
        entities.flush();
        next.get().activate(change);
        // The key may have been made before the lifetime of tokens was raised.
        next.get().coverLifetime(covered(lifetime.get()));
    }

    /** Publishes this key as the next one, if no other is published already. */
    void announce(EntityManager entities, JsonWebKey key, Instant now) {
        advance(entities, now);
        if (all(entities).stream().noneMatch(SigningKey::next)) {
            add(entities, key, now, now.plus(publishAhead));
        }
    }

    private SigningKey add(EntityManager entities, JsonWebKey key, Instant now, Instant signsFrom) {
        SigningKey row = new SigningKey(
                key.getKeyId(), algorithm.text(), vault.close(key), now, signsFrom, covered(lifetime.get()));
        entities.persist(row);
        return row;
    }

    /** May take seconds if the algorithm is RS256. */
    JsonWebKey newKey() {
        return KeyMaker.make(algorithm);
    }

    private static boolean isOver(SigningKey row, Instant now) {
        return row.notAfter().isPresent() && !now.isBefore(row.notAfter().get());
    }
}
