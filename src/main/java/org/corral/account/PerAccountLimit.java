package org.corral.account;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.storage.Database;

/** Limits how many keys an account has, also where several are added at once, on one node or on two. */
final class PerAccountLimit {
    private static final int MOST = 50;

    private PerAccountLimit() {}

    /**
     * Adds a row, unless the account has too many.
     *
     * @param those finds the rows of this kind that the account has
     * @throws RefusedException 409 if the account has too many, 404 if it has gone
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
     * Runs the work in a transaction that locks the account: others that add to it wait.
     *
     * @return empty if there is no such account
     */
    static <T> Optional<T> change(Database database, String accountId, Function<? super EntityManager, T> work) {
        return database.write(
                em -> Optional.ofNullable(em.find(Account.class, accountId, LockModeType.PESSIMISTIC_WRITE))
                        .map(account -> work.apply(em)));
    }
}
