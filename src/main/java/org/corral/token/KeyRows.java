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
 * The rows of the key ring and what is done to them, each method within a transaction of its caller. Where two nodes do
 * the same at the same time, one of the two transactions fails.
 */
final class KeyRows {
    // Other nodes look at the rows once a second; until then they sign with the key that they know.
    private static final Duration LATE_SIGNATURES = Duration.ofSeconds(10);

    /** For a key whose tokens have no end; it verifies for as long as anybody cares. */
    private static final Duration NO_END = Duration.ofDays(36_500);

    private final KeyVault vault;
    private final TokenAlgorithm algorithm;
    private final Supplier<Duration> lifetime;
    private final Duration publishAhead;

    /** @param lifetime of tokens at this moment; zero for those without an end */
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
     * At a start: leaves exactly one active key, of the algorithm that is set, and no row that is open though there is a
     * secret, or that is over.
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
        // EclipseLink would insert first, and the slot must be free by then.
        entities.flush();
        if (rows.stream().noneMatch(SigningKey::active)) {
            rows.stream()
                    .filter(SigningKey::next)
                    .findFirst()
                    .orElseGet(() -> add(entities, newKey(), now, now))
                    .activate(now);
        }
    }

    /** What may sign now may sign tokens that live so long, from now on. */
    void cover(EntityManager entities, Duration life) {
        all(entities).stream().filter(SigningKey::maySign).forEach(row -> row.coverLifetime(covered(life)));
    }

    private static Duration covered(Duration life) {
        return life.isZero() ? NO_END : life;
    }

    /** Lets the next key sign if its time has come, and forgets keys that are over. */
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
        // It may have been made before tokens were given a longer life.
        next.get().coverLifetime(covered(lifetime.get()));
    }

    /** Publishes this one as the next key, if none is published already. */
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

    /** May take seconds where the algorithm is RS256. */
    JsonWebKey newKey() {
        return KeyMaker.make(algorithm);
    }

    private static boolean isOver(SigningKey row, Instant now) {
        return row.notAfter().isPresent() && !now.isBefore(row.notAfter().get());
    }
}
