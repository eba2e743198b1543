package org.corral.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.persistence.EntityManager;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.corral.access.Proof;
import org.corral.http.ClientAddress;
import org.corral.http.RefusedException;
import org.corral.settings.SignatureSettings;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;
import org.corral.storage.StorageUnavailableException;

/**
 * Detects replayed signatures, on all nodes together. The time in a signature is in whole seconds, and the same text always
 * has the same signature, so that two commands within one second look like a replay. So a signature may come again for some
 * seconds from the place from which it came first, and from nowhere else.
 */
public final class SeenSignatures {
    /** Rows are kept for longer than signatures are good, because the clocks of the nodes may differ. */
    private static final Duration KEPT_LONGER = Duration.ofHours(1);
    /** The time in which a signature can be good, before and after the time in it. */
    private static final Duration COUNTED_FOR = Duration.ofMinutes(10);

    private static final long PRUNING_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int MOST_ACCOUNTS = 10_000;

    private final Database database;
    private final SignatureSettings settings;
    private final Clock clock;
    private final AtomicLong nextPruning = new AtomicLong();

    /** Counts the signatures of each account, so that nobody fills the database. */
    private final Cache<String, Count> counts = Caffeine.newBuilder()
            .maximumSize(MOST_ACCOUNTS)
            // In the caller's thread: one of the common pool would keep a stopped web application in memory.
            .executor(Runnable::run)
            .build();

    private record Count(long endsAt, int signatures) {}

    public SeenSignatures(Database database, SignatureSettings settings, Clock clock) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
    }

    /** @see org.corral.access.OllamaKeyDirectory#take */
    boolean take(Proof.Signature proof, String signed, Instant until, Optional<InetAddress> client)
            throws RefusedException {
        count(proof.accountId());
        try {
            return takeOnce(proof, signed, until, client);
        } catch (StorageUnavailableException e) {
            throw AccountRefusals.storageUnavailable();
        }
    }

    private boolean takeOnce(Proof.Signature proof, String signed, Instant until, Optional<InetAddress> client) {
        // Not the signature itself, since one text may have several valid signatures.
        String text = proof.key().blob() + " " + signed;
        String everywhere = KeyText.hash(text);
        String here = KeyText.hash(text + " " + ClientAddress.place(client));
        Instant again = clock.instant().plus(settings.repeat());
        try {
            pruneSometimes();
            database.writeAgain(EnumSet.of(ConflictException.Kind.CHANGED), em -> {
                em.persist(new TakenSignature(everywhere, until.plus(KEPT_LONGER)));
                // If two come at once, one of them fails here, and looks for the row of the other below.
                em.flush();
                em.persist(new TakenSignature(here, again));
                return true;
            });
            return true;
        } catch (ConflictException e) {
            return e.kind() == ConflictException.Kind.TAKEN && database.read(em -> mayComeAgain(em, here));
        }
    }

    private boolean mayComeAgain(EntityManager em, String here) {
        // keptUntil == now is over.
        return !em.createQuery(
                        "select t.id from TakenSignature t where t.id = :id and t.keptUntil > :now", String.class)
                .setParameter("id", here)
                .setParameter("now", clock.millis())
                .getResultList()
                .isEmpty();
    }

    private void count(String accountId) throws RefusedException {
        long now = clock.millis();
        Count count = counts.asMap()
                .merge(
                        accountId,
                        new Count(now + COUNTED_FOR.toMillis(), 1),
                        (before, first) -> before.endsAt() <= now
                                ? first
                                : new Count(before.endsAt(), Math.min(before.signatures(), settings.most()) + 1));
        if (count.signatures() > settings.most()) {
            throw AccountRefusals.tooManySignatures(Duration.ofMillis(count.endsAt() - now + 999));
        }
    }

    private void pruneSometimes() {
        long now = clock.millis();
        long next = nextPruning.get();
        if (now >= next && nextPruning.compareAndSet(next, now + PRUNING_MILLIS)) {
            database.writeAgain(EnumSet.allOf(ConflictException.Kind.class), em -> em.createQuery(
                            "delete from TakenSignature t where t.keptUntil < :now")
                    .setParameter("now", now)
                    .executeUpdate());
        }
    }
}
