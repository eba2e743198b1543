package org.corral.account;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.storage.Database;

/** What an account has several of, up to a limit that also holds where many are added at once, on one node or on two. */
final class PerAccountLimit {
    private static final int MOST = 50;

    private PerAccountLimit() {}

    /**
     * Adds one more.
     *
     * @param those finds what there is of this kind already
     * @throws RefusedException 409 if there are too many, 404 if the account has gone
     */
    static void add(Database database, String accountId, Object another, Function<? super EntityManager, List<?>> those)
            throws RefusedException {
        Optional<Boolean> added = change(database, accountId, em -> {
            boolean room = those.apply(em).size() < MOST;
            if (room) {
                em.persist(another);
            }
            return room;
        });
        if (!added.orElseThrow(AccountRefusals::noSuchAccount)) {
            throw new RefusedException(Refusal.of(
                    409, "An account has at most " + MOST + " of these keys: delete one that is not needed."));
        }
    }

    /**
     * Runs the work as one transaction that holds the account: others who want to add to it wait for their turn.
     *
     * @return empty if there is no such account (any more)
     */
    static <T> Optional<T> change(Database database, String accountId, Function<? super EntityManager, T> work) {
        return database.write(
                em -> Optional.ofNullable(em.find(Account.class, accountId, LockModeType.PESSIMISTIC_WRITE))
                        .map(account -> work.apply(em)));
    }
}
