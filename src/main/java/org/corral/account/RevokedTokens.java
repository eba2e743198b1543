package org.corral.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Clock;
import java.util.Optional;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;
import org.corral.token.VerifiedToken;

/**
 * The tokens that were signed out before their time. Thread-safe; a token that was looked for before costs a look into a
 * map, a new one a query.
 */
public final class RevokedTokens {
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final Clock clock;
    private final LoadingCache<String, Boolean> known;

    public RevokedTokens(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        // It needs no end: what other nodes revoke is learnt from OtherNodes.
        this.known = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .executor(Runnable::run)
                .build(this::isStored);
    }

    private boolean isStored(String id) {
        return database.read(em -> Optional.ofNullable(em.find(Revocation.class, id)))
                .isPresent();
    }

    boolean contains(VerifiedToken token) {
        return known.get(token.id());
    }

    void add(VerifiedToken token) {
        add(Revocation.of(token, clock));
    }

    /** The token of this session. */
    void add(OpenSession session) {
        add(Revocation.of(session, clock));
    }

    private void add(Revocation revocation) {
        try {
            database.write(em -> {
                em.persist(revocation);
                return revocation;
            });
        } catch (ConflictException e) {
            if (e.kind() != ConflictException.Kind.TAKEN) {
                throw e;
            }
            // Signed out twice.
        }
        learn(revocation.id());
    }

    /** Another node has revoked it. */
    void learn(String id) {
        known.put(id, true);
    }
}
