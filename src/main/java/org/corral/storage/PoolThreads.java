package org.corral.storage;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds the threads of the pool by their names, and waits for their end. An executor says that it has terminated a moment
 * before its last thread ends, and in that moment Tomcat would report a leak.
 */
final class PoolThreads implements ThreadFactory {
    private static final long PATIENCE_MILLIS = 2000;

    private final AtomicInteger count = new AtomicInteger();
    private final Queue<Thread> living = new ConcurrentLinkedQueue<>();

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "corral-database-" + count.incrementAndGet());
        thread.setDaemon(true);
        living.removeIf(each -> each.getState() == Thread.State.TERMINATED);
        living.add(thread);
        return thread;
    }

    /** To be called after the threads were told to end. */
    void awaitEnd() {
        try {
            for (Thread thread : living) {
                thread.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
