package org.corral.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.EnumSet;
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
    private final int most;
    private final Clock clock;
    private final LoadingCache<String, Boolean> known;

    /** @param most of one account; beyond it all of its sessions are to end, and then none of these is needed */
    public RevokedTokens(Database database, int most, Clock clock) {
        this.database = database;
        this.most = most;
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
            database.writeAgain(EnumSet.of(ConflictException.Kind.CHANGED), em -> {
                revocation.tellAs(ChangeFeed.rightsChanged(em, revocation.accountId(), clock));
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

    /** Whether more tokens of this account are remembered than should be. */
    boolean tooManyOf(String accountId) {
        long there = database.read(
                em -> em.createQuery("select count(r) from Revocation r where r.accountId = :account", Long.class)
                        .setParameter("account", accountId)
                        .getSingleResult());
        return there > most;
    }

    /** Within the transaction that begins the account's next era, or deletes it: then no token of before is good. */
    static void forgetThoseOf(EntityManager em, String accountId) {
        em.createQuery("delete from Revocation r where r.accountId = :account")
                .setParameter("account", accountId)
                .executeUpdate();
    }

    /** Another node has revoked it. */
    void learn(String id) {
        known.put(id, true);
    }
}
