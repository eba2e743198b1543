package org.corral.account;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * What nodes tell each other by the database: whose rights have changed, and which tokens were revoked. Each piece of news
 * has a number. Numbers become visible in their order, since whoever takes one holds the count until his transaction ends;
 * so a node asks for what is above the last number that it has heard, and never reads anything twice. What one account
 * tells again and again stays one row.
 */
final class ChangeFeed {
    /** So long may a node be cut off from the database, and then hear of it still. */
    private static final Duration KEPT = Duration.ofDays(1);

    private ChangeFeed() {}

    /**
     * Tells, within the transaction of the caller, that an account may do something else, or that something else opens it;
     * the account itself says what. The last thing that a transaction does but for adding rows of its own: whoever locks
     * others after it could meet one who does so before.
     *
     * @return the number of this piece of news
     */
    static long rightsChanged(EntityManager em, String accountId, Clock clock) {
        // First all that waits to be written, and with it its locks.
        em.flush();
        em.createQuery("update NewsCount c set c.told = c.told + 1").executeUpdate();
        long told = last(em);
        long now = clock.millis();
        int known = em.createQuery(
                        "update RightsChange c set c.told = :told, c.changedAt = :now where c.accountId = :id")
                .setParameter("told", told)
                .setParameter("now", now)
                .setParameter("id", accountId)
                .executeUpdate();
        if (known == 0) {
            em.persist(new RightsChange(accountId, told, now));
        }
        return told;
    }

    /** The number of what was told last. */
    static long last(EntityManager em) {
        return em.createQuery("select c.told from NewsCount c", Long.class).getSingleResult();
    }

    /** Whose rights have changed since, in the order in which it was told. */
    static List<RightsChange> changesAfter(EntityManager em, long told) {
        return em.createQuery("select c from RightsChange c where c.told > :told order by c.told", RightsChange.class)
                .setParameter("told", told)
                .getResultList();
    }

    /** Which tokens were revoked since, in the order in which it was told. */
    static List<Revocation> revokedAfter(EntityManager em, long told) {
        return em.createQuery("select r from Revocation r where r.told > :told order by r.told", Revocation.class)
                .setParameter("told", told)
                .getResultList();
    }

    /** Forgets what every node has heard, and tokens that have expired anyway. */
    static int forget(EntityManager em, Clock clock) {
        long now = clock.millis();
        int changes = em.createQuery("delete from RightsChange c where c.changedAt <= :before")
                .setParameter("before", now - KEPT.toMillis())
                .executeUpdate();
        return changes
                + em.createQuery("delete from Revocation r where r.forgottenAt <= :now")
                        .setParameter("now", now)
                        .executeUpdate();
    }
}
