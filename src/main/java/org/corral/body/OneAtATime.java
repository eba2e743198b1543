package org.corral.body;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Has work done by one thread at a time: who comes meanwhile leaves his to the one that is there. What calls into the server's
 * streams is work of this kind. A server calls back while it holds a lock of its own, for which its streams wait at times
 * (Tomcat's do at the end of a body in chunks), so that a lock of ours around both would stop two threads for ever; but some
 * servers forget who is to be called if they are asked while they call. Thread-safe.
 */
public final class OneAtATime {
    private final boolean waits;

    // Both are guarded by this.
    private final Queue<Runnable> left = new ArrayDeque<>();
    private @Nullable Thread worker;

    /** @param waits whether who comes meanwhile waits, unless it is the worker itself who comes back */
    public OneAtATime(boolean waits) {
        this.waits = waits;
    }

    /** Does the work, or leaves it to the thread that is at work. To be called without any lock. */
    public void run(Runnable work) {
        if (!begins(work)) {
            return;
        }
        Runnable next = work;
        while (next != null) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                abandon();
                throw e;
            }
            next = next();
        }
    }

    private synchronized boolean begins(Runnable work) {
        try {
            while (waits && worker != null && worker != Thread.currentThread()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker != null) {
            left.add(work);
            return false;
        }
        worker = Thread.currentThread();
        return true;
    }

    private synchronized @Nullable Runnable next() {
        if (left.isEmpty()) {
            abandon();
        }
        return left.poll();
    }

    private synchronized void abandon() {
        worker = null;
        left.clear();
        notifyAll();
    }

    /** Whether a thread is at work. */
    public synchronized boolean isBusy() {
        return worker != null;
    }
}
