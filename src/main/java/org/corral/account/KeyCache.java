package org.corral.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.corral.access.Proof;
import org.corral.http.RefusedException;
import org.corral.storage.StorageUnavailableException;

/** Caches what the database says about keys. Unknown keys are cached too, so that guesses do not reach the database. */
final class KeyCache<T extends Proof> {
    private static final int MOST = 100_000;

    private final Cache<String, Optional<T>> answers;
    private final Function<String, Optional<T>> database;

    /**
     * @param knownFor after this time a revocation by another node is seen
     * @param unknownFor after this time a key is seen that another node has made
     */
    KeyCache(Duration knownFor, Duration unknownFor, Function<String, Optional<T>> database) {
        this.database = database;
        this.answers = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfter(Expiry.<String, Optional<T>>writing(
                        (name, answer) -> answer.isPresent() ? knownFor : unknownFor))
                .executor(Runnable::run)
                .build();
    }

    /** @throws RefusedException 503 if the database can't be asked */
    Optional<T> find(String name) throws RefusedException {
        try {
            return answers.get(name, database);
        } catch (StorageUnavailableException e) {
            throw AccountRefusals.storageUnavailable();
        }
    }

    void forget(String name) {
        answers.invalidate(name);
    }

    void forgetThoseOf(String accountId) {
        answers.asMap().values().removeIf(answer -> answer.map(Proof::accountId)
                .filter(accountId::equals)
                .isPresent());
    }
}
