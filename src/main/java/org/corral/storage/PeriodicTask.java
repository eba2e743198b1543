package org.corral.storage;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Repeats a task on the database, on a thread of its own, until it is closed. A failure, also an {@link Error}, is logged
 * once, until the task works again.
 */
public final class PeriodicTask implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PeriodicTask.class.getName());
    private static final Duration TIMEOUTS = Duration.ofSeconds(5);

    private final Duration every;
    private final String complaint;
    private final Runnable beat;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private boolean failing; // used by the thread alone

    private PeriodicTask(String name, Duration every, String complaint, Runnable beat) {
        this.every = every;
        this.complaint = complaint;
        this.beat = beat;
        this.thread = new Thread(this::run, name);
    }

    /**
     * Starts the thread.
     *
     * @param name of the thread
     * @param complaint the text of the log when the task fails
     */
    public static PeriodicTask start(String name, Duration every, String complaint, Runnable beat) {
        PeriodicTask periodicTask = new PeriodicTask(name, every, complaint, beat);
        periodicTask.thread.setDaemon(true);
        periodicTask.thread.start();
        return periodicTask;
    }

    private void run() {
        do {
            try {
                beat();
            } catch (RuntimeException | Error e) {
                // There was no memory even for the log; the thread must go on.
                failing = true;
            }
        } while (!isClosed());
    }

    private void beat() {
        try {
            beat.run();
            failing = false;
        } catch (ConflictException e) {
            LOG.log(Level.DEBUG, "another node does the same");
        } catch (RuntimeException | Error e) {
            // Errors are caught too: without this thread the node would no longer see the changes of others. The
            // message
            // of the failure is not logged, because drivers put statements and values into it.
            Level level = failing ? Level.DEBUG : Level.WARNING;
            failing = true;
            LOG.log(level, complaint + ": " + e.getClass().getSimpleName());
        }
    }

    /** Waits for the next run, or for the end. */
    private boolean isClosed() {
        try {
            return closed.await(every.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return true;
        }
    }

    /** Waits for a run to end. Does not interrupt it, which would close H2's file in the middle of a write. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(TIMEOUTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
