package org.corral.body;

/**
 * Has some work done by one thread at a time and nobody wait for it: who comes meanwhile has the one that is there do it once
 * more. What calls into the server's streams is work of this kind. A server calls back while it holds a lock of its own, for
 * which its streams wait at times (Tomcat's do at the end of a body in chunks), so that a lock of ours around both would stop
 * two threads for ever. Thread-safe.
 */
public final class OneAtATime {
    private final Runnable work;

    // Both are guarded by this.
    private boolean busy;
    private boolean again;

    public OneAtATime(Runnable work) {
        this.work = work;
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
        again = busy;
        busy = true;
        return !again;
    }

    private synchronized boolean goesOn() {
        busy = again;
        again = false;
        return busy;
    }

    private synchronized void abandon() {
        busy = false;
        again = false;
    }

    /** Whether a thread is at it. */
    public synchronized boolean isBusy() {
        return busy;
    }
}
