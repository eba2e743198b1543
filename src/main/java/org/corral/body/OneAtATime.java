package org.corral.body;

import org.jspecify.annotations.Nullable;

/**
 * Has some work done by one thread at a time: who comes meanwhile has the one that is there do it once more. What calls into the
 * server's streams is work of this kind. A server calls back while it holds a lock of its own, for which its streams wait at
 * times (Tomcat's do at the end of a body in chunks), so that a lock of ours around both would stop two threads for ever; but
 * some servers forget who is to be called if they are asked while they call. Thread-safe.
 */
public final class OneAtATime {
    private final Runnable work;
    private final boolean waits;

    // Both are guarded by this.
    private @Nullable Thread worker;
    private boolean again;

    /** @param waits whether who comes meanwhile waits, unless it is the worker itself who comes back */
    public OneAtATime(Runnable work, boolean waits) {
        this.work = work;
        this.waits = waits;
    }

    /** Does the work, or leaves it to the thread that is at it. To be called without any lock. */
    public void run() {
        if (!begins()) {
            return;
        }
        do {
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                abandon();
                throw e;
            }
        } while (goesOn());
    }

    private synchronized boolean begins() {
        try {
            while (waits && worker != null && worker != Thread.currentThread()) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker != null) {
            again = true;
            return false;
        }
        worker = Thread.currentThread();
        return true;
    }

    private synchronized boolean goesOn() {
        if (again) {
            again = false;
            return true;
        }
        abandon();
        return false;
    }

    private synchronized void abandon() {
        worker = null;
        again = false;
        notifyAll();
    }

    /** Whether a thread is at it. */
    public synchronized boolean isBusy() {
        return worker != null;
    }
}
