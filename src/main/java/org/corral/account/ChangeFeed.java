package org.corral.account;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Through this feed the nodes tell each other, in the database, whose rights have changed and which tokens were revoked.
 * Each change has a number. Numbers become visible in their order, because a transaction that takes one locks the counter
 * until it ends. So a node asks for the changes above the last number that it has read, and reads none twice. All changes
 * of one account share one row, which has the last number.
 */
final class ChangeFeed {
    /** A node that was cut off from the database for less than this time still reads every change. */
    static final Duration READABLE = Duration.ofHours(12);

    private static final Duration KEPT = Duration.ofDays(1);

    /** The row of a token is kept for longer than the token is good, because the clocks of the nodes may differ. */
    private static final Duration KEPT_LONGER = Duration.ofHours(1);

    private ChangeFeed() {}

    /**
     * Tells the other nodes, within the transaction of the caller, that the rights or the credentials of an account have
     * changed. The caller makes this its last change but for inserts: a transaction that locks other rows afterwards could
     * deadlock with one that locks them before.
     *
     * @return the number of this change
     */
    static long rightsChanged(EntityManager em, String accountId, Clock clock) {
        // Writes first what is pending, so that its locks are taken before the lock on the counter.
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

    /** The number of the last change. */
    static long last(EntityManager em) {
        return em.createQuery("select c.told from NewsCount c", Long.class).getSingleResult();
    }

    /** The changes of rights after this number, in their order. */
    static List<RightsChange> changesAfter(EntityManager em, long told) {
        return em.createQuery("select c from RightsChange c where c.told > :told order by c.told", RightsChange.class)
                .setParameter("told", told)
                .getResultList();
    }

    /** The revoked tokens after this number, in their order. */
    static List<Revocation> revokedAfter(EntityManager em, long told) {
        return em.createQuery("select r from Revocation r where r.told > :told order by r.told", Revocation.class)
                .setParameter("told", told)
                .getResultList();
    }

    /** Forgets changes that every node has read, and revoked tokens that have expired. */
    static int forget(EntityManager em, Clock clock) {
        long now = clock.millis();
        int changes = em.createQuery("delete from RightsChange c where c.changedAt <= :before")
                .setParameter("before", now - KEPT.toMillis())
                .executeUpdate();
        return changes
                + em.createQuery("delete from Revocation r where r.forgottenAt <= :now")
                        .setParameter("now", now - KEPT_LONGER.toMillis())
                        .executeUpdate();
    }
}
