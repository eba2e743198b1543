package org.corral.storage;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import org.corral.timing.MonotonicClock;

/**
 * Whether the database is there. Once a connection to it has failed it counts as away, and all who want one are refused at
 * once: without this, each of them would hold a thread for {@code corral.jdbc-connect-timeout}. Only the thread that catches
 * up may still try, and when it has read what this node has missed, the database is there again for all. Thread-safe; never
 * blocks.
 */
final class Outage implements ObservedSource.Observer {
    private static final System.Logger LOG = System.getLogger(Outage.class.getName());

    private enum State {
        THERE,
        AWAY
    }

    private final MonotonicClock clock;
    private final long patience;

    // All fields below are guarded by this object's lock.
    private State state = State.THERE;
    private long awaySince;
    private long caughtUpAt;
    private Optional<Thread> catchingUp = Optional.empty();
    /** Threads that wait for a connection, and when the first of them began or the last one got its connection. */
    private int waiting;

    private long progressAt;
    private long failures;

    /**
     * @param connectTimeout how long a thread waits for a connection; if nobody has got one for half of this time, nobody
     *     else begins to wait: a machine that does not answer refuses no connection
     */
    Outage(MonotonicClock clock, Duration connectTimeout) {
        this.clock = clock;
        this.patience = connectTimeout.toNanos() / 2;
        this.caughtUpAt = clock.nanos();
    }

    /** @throws StorageUnavailableException while the database is away, but not for the thread that catches up */
    synchronized void admit() {
        if (state == State.AWAY && !isCatchingUp()) {
            throw new StorageUnavailableException();
        }
    }

    private boolean isCatchingUp() {
        return catchingUp.isPresent() && catchingUp.get() == Thread.currentThread();
    }

    @Override
    public synchronized void begins() throws SQLException {
        if (state == State.THERE && waiting > 0 && clock.nanos() - progressAt > patience) {
            away();
        }
        if (state == State.AWAY && !isCatchingUp()) {
            throw new SQLException("the database is away", "08001");
        }
        if (waiting == 0) {
            progressAt = clock.nanos();
        }
        waiting++;
    }

    @Override
    public synchronized void connected() {
        waiting--;
        progressAt = clock.nanos();
    }

    @Override
    public synchronized void failed(Exception failure) {
        waiting--;
        connectionFailed(failure);
    }

    /** The pool could not make a connection; nobody else need find this out. */
    synchronized void connectionFailed(Exception failure) {
        if (state == State.THERE && isUnreachable(failure)) {
            away();
        }
    }

    MonotonicClock clock() {
        return clock;
    }

    /** A query has met an outage. */
    synchronized void noteFailure() {
        failures++;
    }

    /** Grows with each query that could not be made. */
    synchronized long failures() {
        return failures;
    }

    private void away() {
        state = State.AWAY;
        awaySince = clock.nanos();
        LOG.log(Level.WARNING, "The database can't be reached: requests that need it get 503 until it is back.");
    }

    /**
     * Runs work that may try the database although it is away. If it ends well, the database is there again.
     *
     * @param work reads all that this node has missed
     */
    void catchUp(Runnable work) {
        long failuresBefore = begin();
        // What is changed while the work reads may be missing in what it has read.
        long knows = clock.nanos();
        try {
            work.run();
            end(failuresBefore, knows);
        } finally {
            leave();
        }
    }

    private synchronized long begin() {
        if (catchingUp.isPresent()) {
            throw new IllegalStateException("another thread catches up");
        }
        catchingUp = Optional.of(Thread.currentThread());
        return failures;
    }

    private synchronized void end(long failuresBefore, long knows) {
        if (failures != failuresBefore) {
            // Something was not read; the next run reads it.
            return;
        }
        caughtUpAt = knows;
        if (state == State.AWAY) {
            state = State.THERE;
            long seconds = Duration.ofNanos(clock.nanos() - awaySince).toSeconds();
            LOG.log(Level.INFO, "The database is back after {0} s.", Long.toString(seconds));
        }
    }

    private synchronized void leave() {
        catchingUp = Optional.empty();
    }

    /** Whether this node knew all that the database says at some moment within this time. */
    synchronized boolean caughtUpWithin(Duration time) {
        return clock.nanos() - caughtUpAt < time.toNanos();
    }

    /** A pool that has no free connection says so by a transient failure, whose cause is the one that counts. */
    private static boolean isUnreachable(Exception failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (each instanceof SQLException sql
                    && !(sql instanceof SQLTransientConnectionException)
                    && SqlCondition.of(sql) == SqlCondition.UNREACHABLE) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }
}
