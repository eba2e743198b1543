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
 * The tokens that were revoked before their end. Thread-safe; a token that was looked up before costs a look into a map, a
 * new one a query.
 */
public final class RevokedTokens {
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final int most;
    private final Clock clock;
    private final LoadingCache<String, Boolean> known;

    /**
     * @param most how many are kept for one account; beyond it all its sessions are to end, which makes these rows
     * needless
     */
    public RevokedTokens(Database database, int most, Clock clock) {
        this.database = database;
        this.most = most;
        this.clock = clock;
        // The entries need no end: ChangeListener reports the tokens that other nodes revoke.
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

    /** Revokes the token of this session. */
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
            // The token was revoked before.
        }
        learn(revocation.id());
    }

    /** Whether more revoked tokens of this account are kept than should be. */
    boolean tooManyOf(String accountId) {
        long there = database.read(
                em -> em.createQuery("select count(r) from Revocation r where r.accountId = :account", Long.class)
                        .setParameter("account", accountId)
                        .getSingleResult());
        return there > most;
    }

    /**
     * To be called in the transaction that begins the next era of the account, or deletes it: earlier tokens are void
     * then.
     */
    static void forgetThoseOf(EntityManager em, String accountId) {
        em.createQuery("delete from Revocation r where r.accountId = :account")
                .setParameter("account", accountId)
                .executeUpdate();
    }

    /** Notes that another node has revoked the token with this id. */
    void learn(String id) {
        known.put(id, true);
    }
}
