package org.corral.account;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The operations on the counts of tries. Each method runs within a transaction of its caller. */
final class SignInCounts {
    /** The most counts at one time; beyond it those that end soonest are forgotten. */
    private static final int MOST = 100_000;

    private SignInCounts() {}

    /**
     * Counts one more try, unless the limit is reached. Each step is one statement, so that two tries at once are both
     * counted.
     *
     * @return empty if the try was counted, else the end of the window
     */
    static Optional<Long> count(EntityManager em, String id, int limit, long now, long end) {
        int oneMore = em.createQuery("update SignInCount c set c.tries = c.tries + 1"
                        + " where c.id = :id and c.endsAt > :now and c.tries < :limit")
                .setParameter("id", id)
                .setParameter("now", now)
                .setParameter("limit", limit)
                .executeUpdate();
        if (oneMore > 0 || beginsAgain(em, id, now, end)) {
            return Optional.empty();
        }
        List<Long> full = em.createQuery(
                        "select c.endsAt from SignInCount c"
                                + " where c.id = :id and c.endsAt > :now and c.tries >= :limit",
                        Long.class)
                .setParameter("id", id)
                .setParameter("now", now)
                .setParameter("limit", limit)
                .getResultList();
        if (full.isEmpty()) {
            // If another transaction inserts the row at this very moment, this one fails and runs again.
            em.persist(new SignInCount(id, end));
        }
        return full.stream().findFirst();
    }

    private static boolean beginsAgain(EntityManager em, String id, long now, long end) {
        return em.createQuery("update SignInCount c set c.tries = 1, c.endsAt = :end"
                                + " where c.id = :id and c.endsAt <= :now")
                        .setParameter("id", id)
                        .setParameter("now", now)
                        .setParameter("end", end)
                        .executeUpdate()
                > 0;
    }

    static int tries(EntityManager em, String id, long now) {
        return Optional.ofNullable(em.find(SignInCount.class, id))
                .filter(count -> count.endsAt() > now)
                .map(SignInCount::tries)
                .orElse(0);
    }

    /** @return how many counts were reduced */
    static int giveBack(EntityManager em, Collection<String> ids) {
        int less = 0;
        for (String id : ids) {
            less += em.createQuery("update SignInCount c set c.tries = c.tries - 1 where c.id = :id and c.tries > 0")
                    .setParameter("id", id)
                    .executeUpdate();
        }
        return less;
    }

    /** Forgets counts whose window is over, and those beyond the limit. */
    static int prune(EntityManager em, long now) {
        List<Long> tooMany = em.createQuery("select c.endsAt from SignInCount c order by c.endsAt desc", Long.class)
                .setFirstResult(MOST)
                .setMaxResults(1)
                .getResultList();
        long until = tooMany.stream().reduce(now, Math::max);
        return em.createQuery("delete from SignInCount c where c.endsAt <= :until")
                .setParameter("until", until)
                .executeUpdate();
    }
}
