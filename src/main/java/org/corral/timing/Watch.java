package org.corral.timing;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at everything that waits, four times a second, from one thread. That is cheaper than a timer for each token that
 * arrives, and as exact as waits of seconds and minutes need.
 */
public final class Watch implements AutoCloseable {
    /** Something that may have waited too long. */
    public interface Watched {
        /** Called on the watch's thread; must not block. The clock is {@link System#nanoTime()}. */
        void look(long now);
    }

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    private static final Duration EVERY = Duration.ofMillis(250);

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this::run, "corral-watch");

    private Watch() {}

    public static Watch start() {
        Watch watch = new Watch();
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    public void add(Watched watched) {
        all.add(watched);
    }

    public void remove(Watched watched) {
        all.remove(watched);
    }

    private void run() {
        boolean open = true;
        while (open) {
            open = look();
        }
    }

    /** @return false when {@link #close} was called */
    private boolean look() {
        try {
            Thread.sleep(EVERY.toMillis());
            long now = System.nanoTime();
            all.forEach(watched -> look(watched, now));
        } catch (InterruptedException e) {
            return false;
        } catch (RuntimeException | Error e) {
            report(e);
        }
        return true;
    }

    private static void look(Watched watched, long now) {
        try {
            watched.look(now);
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
