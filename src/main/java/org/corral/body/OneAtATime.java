package org.corral.body;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Has work done by one thread at a time. What calls into the server's streams is work of this kind, and servers differ: Tomcat
 * calls back while it holds a lock of its own, for which its streams wait at the end of a body in chunks, so that a lock of ours
 * around both would stop two threads for ever; Payara must not be asked while it calls. Thread-safe.
 */
public final class OneAtATime {
    private final Optional<Object> lock;

    // Both are guarded by this.
    private final Queue<Runnable> left = new ArrayDeque<>();
    private boolean busy;

    private OneAtATime(Optional<Object> lock) {
        this.lock = lock;
    }

    /** Who comes while another is at work leaves his work to that one, and waits for nobody. */
    public static OneAtATime handingOver() {
        return new OneAtATime(Optional.empty());
    }

    /** Whoever comes waits for this lock. */
    public static OneAtATime waitingFor(Object lock) {
        return new OneAtATime(Optional.of(lock));
    }

    /** Does the work, or leaves it to the thread that is at work. To be called without any lock. */
    public void run(Runnable work) {
        if (lock.isPresent()) {
            synchronized (lock.get()) {
                work.run();
            }
        } else if (begins(work)) {
            runAll(work);
        }
    }

    private void runAll(Runnable first) {
        Runnable next = first;
        while (next != null) {
            try {
                next.run();
            } catch (RuntimeException | Error e) {
                end();
                throw e;
            }
            next = next();
        }
    }

    private synchronized boolean begins(Runnable work) {
        if (busy) {
            left.add(work);
            return false;
        }
        busy = true;
        return true;
    }

    private synchronized @Nullable Runnable next() {
        if (left.isEmpty()) {
            end();
        }
        return left.poll();
    }

    private synchronized void end() {
        busy = false;
        left.clear();
    }

    /** Whether a thread is at work for which one who has the lock, if there is one, did not have to wait. */
    public synchronized boolean isBusy() {
        return busy;
    }
}
