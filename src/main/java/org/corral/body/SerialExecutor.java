package org.corral.body;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Has work done by one thread at a time: work that comes meanwhile is left to the thread that is there, and nobody waits. Calls
 * into the server's streams are work of this kind: Tomcat calls back while it holds a lock of its own, for which its streams wait
 * at the end of a body in chunks, so that a lock of ours around both would stop two threads for ever. Thread-safe.
 */
public final class SerialExecutor {
    private final Executor threads;
    private final Runnable whenIdle;

    // Both are guarded by this.
    private final Queue<Runnable> left = new ArrayDeque<>();
    private boolean busy;

    /**
     * @param threads where the work is done
     * @param whenIdle called on such a thread when nothing is left to be done
     */
    public SerialExecutor(Executor threads, Runnable whenIdle) {
        this.threads = threads;
        this.whenIdle = whenIdle;
    }

    /** Has the work done, or leaves it to the thread that is at work. To be called without any lock. */
    public void run(Runnable work) {
        if (!begins(work)) {
            return;
        }
        AtomicBoolean begun = new AtomicBoolean();
        try {
            threads.execute(() -> {
                begun.set(true);
                runAll(work);
            });
        } catch (RuntimeException | Error e) {
            if (begun.get()) {
                throw e;
            }
            // The server has no thread left, or nothing to do with the request any more: what there is to be done is
            // done here.
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
        whenIdle.run();
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

    /** Whether a thread is at work, or will be soon. */
    public synchronized boolean isBusy() {
        return busy;
    }
}
