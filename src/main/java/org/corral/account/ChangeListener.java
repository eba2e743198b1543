package org.corral.account;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.corral.storage.Database;
import org.corral.storage.PeriodicTask;

/**
 * Reads from the shared database what other nodes have revoked: two queries, twice a second, which return new rows only.
 * Their cost does not depend on the number of requests. After an outage of the database, these queries come before all
 * others, so that nobody uses a right that they have lost meanwhile.
 */
public final class ChangeListener {
    private static final System.Logger LOG = System.getLogger(ChangeListener.class.getName());
    private static final Duration EVERY = Duration.ofMillis(500);
    /** What was written since has been written a moment ago. */
    private static final Duration IN_STEP = Duration.ofSeconds(5);

    private static final Duration FORGETS_EVERY = Duration.ofHours(1);

    private final Database database;
    private final Accounts accounts;
    private final RevokedTokens revoked;
    private final Clock clock;
    private final ClockComparison clocks;

    // The fields below are used by the thread of the periodic task alone.
    private long heardOfChanges;
    private long heardOfTokens;
    private Instant forgotAt = Instant.EPOCH;

    ChangeListener(Database database, Accounts accounts, RevokedTokens revoked, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.revoked = revoked;
        this.clock = clock;
        this.clocks = new ClockComparison(clock);
        // No request has been accepted yet: earlier changes are found when an account or a token is looked up.
        this.heardOfChanges = database.read(ChangeFeed::last);
        this.heardOfTokens = heardOfChanges;
    }

    /** Listens until it is closed; blocks for one query. */
    public static PeriodicTask listen(Database database, Accounts accounts, RevokedTokens revoked, Clock clock) {
        ChangeListener others = new ChangeListener(database, accounts, revoked, clock);
        return PeriodicTask.start(
                "corral-other-nodes", EVERY, "What other nodes have revoked can't be read at present", others::listen);
    }

    private void listen() {
        database.catchUp(this::hear);
        Instant now = clock.instant();
        if (now.isAfter(forgotAt.plus(FORGETS_EVERY))) {
            database.write(em -> ChangeFeed.forget(em, clock));
            forgotAt = now;
        }
    }

    /**
     * Reads and passes on what is new. If the database fails meanwhile, all of it is passed on again at the next call, since
     * those who were told may have wanted to ask the database.
     *
     * @return how many rows were read
     */
    int hear() {
        long failures = database.failures();
        boolean mayHaveMissed = !database.caughtUpWithin(ChangeFeed.READABLE);
        // Tokens first: a listener that is told of a change checks whether the token at hand is still good.
        List<Revocation> tokens = database.read(em -> ChangeFeed.revokedAfter(em, heardOfTokens));
        List<RightsChange> changes = database.read(em -> ChangeFeed.changesAfter(em, heardOfChanges));
        if (database.caughtUpWithin(IN_STEP)) {
            changes.forEach(this::compareClocks);
        }
        tokens.forEach(revocation -> revoked.learn(revocation.id()));
        changes.forEach(change -> accounts.rightsChanged(change.accountId()));
        if (mayHaveMissed) {
            accounts.rightsChanged(Accounts.EVERYBODY);
        }
        if (database.failures() == failures) {
            tokens.forEach(revocation -> heardOfTokens = revocation.told());
            changes.forEach(change -> heardOfChanges = change.told());
        }
        return tokens.size() + changes.size();
    }

    private void compareClocks(RightsChange change) {
        clocks.warning(change.changedAt()).ifPresent(text -> LOG.log(System.Logger.Level.WARNING, text));
    }
}
