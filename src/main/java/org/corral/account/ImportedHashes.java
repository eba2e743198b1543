package org.corral.account;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.corral.storage.Database;

/**
 * The highest cost among the imported bcrypt hashes with which nobody has signed in yet; 0 if there are none. A failed
 * sign-in must cost as much as one with such a hash: else its speed would tell who has an account.
 */
public final class ImportedHashes implements IntSupplier {
    private static final Duration BELIEVED = Duration.ofSeconds(10);

    private final LoadingCache<String, Integer> toughest;

    public ImportedHashes(Database database) {
        toughest = Caffeine.newBuilder()
                .expireAfterWrite(BELIEVED)
                // In the caller's thread: one of the common pool would keep a stopped web application in memory.
                .executor(Runnable::run)
                .build(prefix -> ask(database, prefix));
    }

    @Override
    public int getAsInt() {
        return toughest.get("$2%");
    }

    /** In {@code $2b$12$…} the cost begins at the fifth character. */
    private static int ask(Database database, String prefix) {
        String cost = database.read(em -> em.createQuery(
                        "select max(substring(a.passwordHash, 5, 2)) from Account a where a.passwordHash like :prefix",
                        String.class)
                .setParameter("prefix", prefix)
                .getSingleResult());
        return cost == null ? 0 : Integer.parseInt(cost);
    }
}
