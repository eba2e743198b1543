package org.corral.timing;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls everything that waits, four times a second, from one thread. That is cheaper than a timer for each token that arrives,
 * and as exact as waits of seconds and minutes need.
 */
public final class Ticker implements AutoCloseable {
    /** Something that may have waited too long. */
    public interface Listener {
        /**
         * Called on the ticker's thread; must not block.
         *
         * @param now by {@link Ticker#clock}
         */
        void onTick(long now);
    }

    private static final System.Logger LOG = System.getLogger(Ticker.class.getName());
    private static final Duration EVERY = Duration.ofMillis(250);

    private final MonotonicClock clock;
    private final Set<Listener> all = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "corral-ticker");

    /** Without a thread: {@link #tick} is called by whoever made it. */
    Ticker(MonotonicClock clock) {
        this.clock = clock;
    }

    public static Ticker start(MonotonicClock clock) {
        Ticker ticker = new Ticker(clock);
        ticker.thread.setDaemon(true);
        ticker.thread.start();
        return ticker;
    }

    /** The clock that everything that waits for this ticker must use. */
    public MonotonicClock clock() {
        return clock;
    }

    public void add(Listener listener) {
        all.add(listener);
    }

    public void remove(Listener listener) {
        all.remove(listener);
    }

    private void run() {
        boolean open = true;
        while (open) {
            open = waitAndTick();
        }
    }

    /** @return false when {@link #close} was called */
    private boolean waitAndTick() {
        try {
            Thread.sleep(EVERY.toMillis());
            tick();
        } catch (InterruptedException e) {
            return false;
        } catch (RuntimeException | Error e) {
            report(e);
        }
        return true;
    }

    /** Calls all listeners once. */
    void tick() {
        long now = clock.nanos();
        all.forEach(listener -> tell(listener, now));
    }

    private static void tell(Listener listener, long now) {
        try {
            listener.onTick(now);
        } catch (RuntimeException | Error e) {
            // An error too: without this thread nothing would ever time out.
            report(e);
        }
    }

    private static void report(Throwable failure) {
        try {
            LOG.log(Level.ERROR, "A time-out could not be handled", failure);
        } catch (RuntimeException | Error e) {
            // Without memory nothing can be said either: what matters is that the thread goes on.
        }
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
