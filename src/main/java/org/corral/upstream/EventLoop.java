package org.corral.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One thread that waits for many sockets and tells each when it is ready. The owner of a socket must not block there;
 * an exception or {@link Error} that it throws costs that socket only, since the others have no other thread.
 */
final class EventLoop implements AutoCloseable {

    /** Owns a socket of this loop; attached to its key. */
    interface Owner {
        /** On the thread of the loop. */
        void ready(SelectionKey key);

        /** {@link #ready}, or a task of this owner's, has thrown something unexpected. On the thread of the loop. */
        void broken();
    }

    private record Task(Owner owner, Runnable what) {}

    private static final System.Logger LOG = System.getLogger(EventLoop.class.getName());
    private static final long STOPS_WITHIN_MILLIS = 5000;

    private final Selector selector;
    private final Thread thread;
    private final ReadBuffer buffer = new ReadBuffer();
    private final Queue<Task> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile boolean stopping;

    private EventLoop(Selector selector, String name) {
        this.selector = selector;
        this.thread = new Thread(this::run, name);
    }

    static EventLoop start(String name) {
        try {
            EventLoop loop = new EventLoop(Selector.open(), name);
            loop.thread.setDaemon(true);
            loop.thread.start();
            return loop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Selector selector() {
        return selector;
    }

    /** All sockets of the loop share it. On the thread of the loop. */
    ReadBuffer buffer() {
        return buffer;
    }

    /** Runs a task on the thread of the loop, later if that is this one. After the end of the loop it is not run. */
    void execute(Owner owner, Runnable task) {
        tasks.add(new Task(owner, task));
        // Once for all tasks that come until the loop goes round; it runs them before it waits again.
        if (Thread.currentThread() != thread && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    private void run() {
        while (!stopping) {
            try {
                selector.select(this::tell);
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException | RuntimeException | Error e) {
                report("Sockets to Ollama can't be waited for", e);
            }
            woken.set(false);
            runTasks();
        }
        // Among them, sockets to be closed.
        runTasks();
    }

    private void runTasks() {
        for (Task task = tasks.poll(); task != null; task = tasks.poll()) {
            try {
                task.what().run();
            } catch (RuntimeException | Error e) {
                breakOff(task.owner(), e);
            }
        }
    }

    private void tell(SelectionKey key) {
        Owner owner = (Owner) key.attachment();
        try {
            owner.ready(key);
        } catch (CancelledKeyException e) {
            LOG.log(Level.TRACE, "closed meanwhile");
        } catch (RuntimeException | Error e) {
            breakOff(owner, e);
        }
    }

    private void breakOff(Owner owner, Throwable failure) {
        buffer.leave();
        report("A connection to Ollama is closed because of an unexpected failure", failure);
        try {
            owner.broken();
        } catch (RuntimeException | Error e) {
            report("A connection to Ollama was closed, and not all who wait for it could be told", e);
        }
    }

    private static void report(String what, Throwable failure) {
        try {
            LOG.log(Level.ERROR, what, failure);
        } catch (RuntimeException | Error e) {
            // Without memory nothing can be said either: what matters is that the thread goes on.
        }
    }

    /** Stops the thread and waits for it; sockets that are still open must be closed by their owners. */
    @Override
    public void close() {
        stopping = true;
        selector.wakeup();
        try {
            thread.join(STOPS_WITHIN_MILLIS);
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "A selector can't be closed", e);
        }
    }
}
