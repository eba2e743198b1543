package org.corral.account;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.corral.storage.Database;
import org.corral.token.IssuedToken;

/**
 * The lists of sessions that people are shown. A token is good whether or not it is on the list, so that nothing is lost
 * where a list is full. Thread-safe; every method blocks for the database, {@link #used} once a minute.
 */
public final class OpenSessions {
    /** The longest list of one account; beyond it the sessions that were opened first are left out. */
    static final int MOST = 100;

    private static final long PRUNING_MILLIS = Duration.ofMinutes(10).toMillis();

    private final Database database;
    private final Clock clock;
    private final LastUse lastUse;
    private final AtomicLong nextPruning = new AtomicLong();

    public OpenSessions(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.lastUse = new LastUse(database, "OpenSession", clock);
    }

    /** Notes a token that was issued for this account. */
    void opened(IssuedToken token, Account account, SignInOrigin origin) {
        OpenSession session = new OpenSession(token, account, origin, clock);
        database.write(em -> {
            pruneSometimes(em);
            // So ending all sessions again and again leaves no rows behind.
            em.createQuery("delete from OpenSession s where s.accountId = :account and s.era < :era")
                    .setParameter("account", account.id())
                    .setParameter("era", account.era())
                    .executeUpdate();
            List<OpenSession> there = all(em, account);
            // The latest come first.
            there.stream().skip(MOST - 1L).forEach(em::remove);
            em.persist(session);
            return session;
        });
    }

    /** Notes the use of the token with this id, at most once a minute. */
    void used(String tokenId) {
        lastUse.note(tokenId);
    }

    /** The sessions whose tokens are still good, the latest first. */
    public List<OpenSession> of(Account account) {
        return database.read(em -> all(em, account));
    }

    private List<OpenSession> all(EntityManager em, Account account) {
        // expires_at == now is expired, as with the token itself.
        return em.createQuery(
                        "select s from OpenSession s where s.accountId = :account and s.era = :era"
                                + " and (s.expiresAt is null or s.expiresAt > :now) order by s.createdAt desc, s.id",
                        OpenSession.class)
                .setParameter("account", account.id())
                .setParameter("era", account.era())
                .setParameter("now", clock.millis())
                .getResultList();
    }

    /** Takes a session off the list. @return empty if the account has none of this id */
    Optional<OpenSession> close(String accountId, String tokenId) {
        return database.write(em -> {
            Optional<OpenSession> found = Optional.ofNullable(em.find(OpenSession.class, tokenId))
                    .filter(session -> session.accountId().equals(accountId));
            found.ifPresent(em::remove);
            return found;
        });
    }

    /** Now and then forgets sessions that have expired, or that belong to an earlier era of their account. */
    private void pruneSometimes(EntityManager em) {
        long now = clock.millis();
        long next = nextPruning.get();
        if (now < next || !nextPruning.compareAndSet(next, now + PRUNING_MILLIS)) {
            return;
        }
        em.createQuery("delete from OpenSession s where s.expiresAt <= :now or exists"
                        + " (select a.id from Account a where a.id = s.accountId and a.era > s.era)")
                .setParameter("now", now)
                .executeUpdate();
    }
}
