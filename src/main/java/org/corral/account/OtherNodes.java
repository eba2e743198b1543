package org.corral.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.corral.storage.Database;
import org.corral.storage.Pulse;

/**
 * Hears what other nodes have revoked, from the database that they share: one query, twice a second, whatever the number
 * of requests.
 */
public final class OtherNodes {
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration FORGETS_EVERY = Duration.ofHours(1);
    /** By which a row may come late: clocks differ by a minute at most, and a transaction takes its time. */
    private static final Duration LATE = Duration.ofSeconds(90);

    private final Database database;
    private final Accounts accounts;
    private final RevokedTokens revoked;
    private final Clock clock;

    // All below are used by the pulse alone.
    private Set<String> heard = Set.of();
    private Instant heardAt;
    private Instant forgotAt = Instant.EPOCH;

    private OtherNodes(Database database, Accounts accounts, RevokedTokens revoked, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.revoked = revoked;
        this.clock = clock;
        this.heardAt = clock.instant();
    }

    /** Listens until it is closed. */
    public static Pulse listen(Database database, Accounts accounts, RevokedTokens revoked, Clock clock) {
        OtherNodes others = new OtherNodes(database, accounts, revoked, clock);
        return Pulse.start(
                "corral-other-nodes", EVERY, "What other nodes have revoked can't be read at present", others::listen);
    }

    private void listen() {
        Instant now = clock.instant();
        hear(now);
        if (now.isAfter(forgotAt.plus(FORGETS_EVERY))) {
            forget(now);
            forgotAt = now;
        }
    }

    private void hear(Instant now) {
        long since = heardAt.minus(LATE).toEpochMilli();
        List<Revocation> recent = database.read(
                em -> em.createQuery("select r from Revocation r where r.revokedAt > :since", Revocation.class)
                        .setParameter("since", since)
                        .getResultList());
        for (Revocation revocation : recent) {
            if (!heard.contains(revocation.id())) {
                revoked.learn(revocation.id());
                accounts.rightsChanged(revocation.accountId());
            }
        }
        heard = recent.stream().map(Revocation::id).collect(Collectors.toUnmodifiableSet());
        heardAt = now;
    }

    private void forget(Instant now) {
        database.write(em -> em.createQuery("delete from Revocation r where r.forgottenAt <= :now")
                .setParameter("now", now.toEpochMilli())
                .executeUpdate());
    }
}
