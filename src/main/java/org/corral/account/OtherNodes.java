package org.corral.account;

import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.corral.storage.Database;

/**
 * Hears what other nodes have revoked, from the database that they share: one query, twice a second, whatever the number
 * of requests. It has a thread of its own until it is closed.
 */
public final class OtherNodes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OtherNodes.class.getName());
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration FORGETS_EVERY = Duration.ofHours(1);
    /** By which a row may come late: clocks differ by a minute at most, and a transaction takes its time. */
    private static final Duration LATE = Duration.ofSeconds(90);

    private final Database database;
    private final Accounts accounts;
    private final RevokedTokens revoked;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "corral-other-nodes");

    // All below are used by that thread alone.
    private Set<String> heard = Set.of();
    private Instant heardAt;
    private Instant forgotAt = Instant.EPOCH;
    private boolean deaf;

    private OtherNodes(Database database, Accounts accounts, RevokedTokens revoked, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.revoked = revoked;
        this.clock = clock;
        this.heardAt = clock.instant();
    }

    public static OtherNodes listen(Database database, Accounts accounts, RevokedTokens revoked, Clock clock) {
        OtherNodes others = new OtherNodes(database, accounts, revoked, clock);
        others.thread.setDaemon(true);
        others.thread.start();
        return others;
    }

    private void run() {
        try {
            while (true) {
                listen();
                Thread.sleep(EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            // close() was called
        }
    }

    private void listen() {
        try {
            Instant now = clock.instant();
            hear(now);
            if (now.isAfter(forgotAt.plus(FORGETS_EVERY))) {
                forget(now);
                forgotAt = now;
            }
            deaf = false;
        } catch (RuntimeException e) {
            if (!deaf) {
                // Not its message, in which drivers put statements and values.
                LOG.log(
                        Level.WARNING,
                        "What other nodes have revoked can't be read at present: {0}",
                        e.getClass().getSimpleName());
            }
            deaf = true;
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

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(5000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
