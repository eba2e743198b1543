package org.corral.watch;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;

/**
 * Empties this node: no new requests, and those that run have a while to finish. An admin can want that, and be done with it
 * again; the server wants it once, when it stops Corral, and waits. Thread-safe.
 */
public final class Draining implements Ticker.Listener {
    /** The requests that are to end. No method blocks. */
    public interface Work {
        /** How many run at present. */
        int count();

        /** Nothing waits for its turn any more: what does is refused, and so is what would. */
        void close();

        /** Undoes {@link #close()}. */
        void open();

        /** Whatever still runs ends, with a last line that says why where that is possible. */
        void end();
    }

    private static final System.Logger LOG = System.getLogger(Draining.class.getName());

    /** For lines that are open to be completed, and for callers to take the last one. */
    private static final Duration LAST_LINES = Duration.ofSeconds(3);

    /** Beyond all of these times: what waits for them must not wait for ever if the ticker has died. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final NodeState state;
    private final Work work;
    private final Duration time;
    private final MonotonicClock clock;
    private final CountDownLatch over = new CountDownLatch(1);

    // Both are guarded by this.
    private OptionalLong since = OptionalLong.empty(); // by the clock
    private boolean ended;

    /** @param time for what runs to finish */
    public Draining(NodeState state, Work work, Duration time, MonotonicClock clock) {
        this.state = state;
        this.work = work;
        this.time = time;
        this.clock = clock;
    }

    /** What this node does at present. */
    public NodeState.State state() {
        return state.now();
    }

    /** How many requests to Ollama run at present. */
    public int running() {
        return work.count();
    }

    /** An admin wants no new requests here. Returns at once; without effect if that is so already. */
    public synchronized void drain() {
        if (state.drain()) {
            LOG.log(Level.INFO, "An admin has this node take no new requests");
            begin();
        }
    }

    /**
     * An admin wants requests here again.
     *
     * @return false if the server stops Corral, which nobody can undo
     */
    public synchronized boolean resume() {
        if (state.resume()) {
            LOG.log(Level.INFO, "An admin has this node take requests again");
            since = OptionalLong.empty();
            ended = false;
            work.open();
        }
        return state.now() != NodeState.State.STOPPING;
    }

    /**
     * The server stops Corral. Blocks until nothing runs any more, but no longer than the time and a few seconds; what then
     * still runs is broken off by what is closed next. Further calls return when the first does.
     */
    public void stop() {
        synchronized (this) {
            if (state.stop()) {
                begin();
            }
        }
        onTick(clock.nanos());
        try {
            Duration most = time.plus(LAST_LINES).plus(MARGIN);
            if (!over.await(most.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.log(Level.WARNING, "Requests still run, and are broken off: " + work.count());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Within the lock, so that whoever comes next finds the work as the state says. */
    private synchronized void begin() {
        if (since.isPresent()) {
            return;
        }
        since = OptionalLong.of(clock.nanos());
        work.close();
        int left = work.count();
        if (left > 0) {
            LOG.log(Level.INFO, "Requests that have " + time.toSeconds() + " s to finish: " + left);
        }
    }

    @Override
    public void onTick(long now) {
        long passed;
        synchronized (this) {
            if (since.isEmpty()) {
                return;
            }
            passed = now - since.getAsLong();
            // Exactly as old as the time is over.
            if (!ended && passed >= time.toNanos()) {
                ended = true;
                work.end();
            }
        }
        boolean empty = work.count() == 0;
        if (state.now() == NodeState.State.STOPPING
                && (empty || passed >= time.plus(LAST_LINES).toNanos())) {
            over.countDown();
        }
    }
}
