package org.corral.account;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.corral.access.Proof;
import org.corral.http.RefusedException;
import org.corral.settings.AccountSettings;
import org.corral.storage.Database;
import org.corral.storage.StorageUnavailableException;

/** Caches what the database says about keys. Unknown keys are cached too, so that guesses do not reach the database. */
final class KeyCache<T extends Proof> {
    private final AnswerCache<Optional<T>> answers;

    /**
     * @param settings say after which time a revocation by another node is seen, and for how long a key counts while the
     *     database is away
     * @param unknownFor after this time a key is seen that another node has made
     */
    KeyCache(Database database, AccountSettings settings, Duration unknownFor, Function<String, Optional<T>> read) {
        this.answers = new AnswerCache<>(
                database,
                answer -> answer.isPresent() ? settings.cacheFor() : unknownFor,
                settings.outageGrace(),
                read);
    }

    /** @throws RefusedException 503 if the database can't be asked */
    Optional<T> find(String name) throws RefusedException {
        try {
            return answers.get(name);
        } catch (StorageUnavailableException e) {
            throw AccountRefusals.storageUnavailable();
        }
    }

    void forget(String name) {
        answers.forget(name);
    }

    /** @param accountId or {@link Accounts#EVERYBODY} */
    void forgetThoseOf(String accountId) {
        answers.forgetIf(answer -> answer.map(Proof::accountId)
                .filter(id -> accountId.equals(Accounts.EVERYBODY) || accountId.equals(id))
                .isPresent());
    }
}
