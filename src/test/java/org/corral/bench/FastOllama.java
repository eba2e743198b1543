package org.corral.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A stand-in for Ollama that takes as little of the machine as Java lets it: one thread for all connections. It knows the few
 * routes that are measured, and writes into every token when it was written.
 */
final class FastOllama implements AutoCloseable {
    /** Around the time that stands in each token, by {@link System#nanoTime}. */
    static final char MARK = '@';

    /** How many it has. */
    static final int MODELS = 5;

    private static final int BACKLOG = 4096;
    private static final long SHORTEST_SLEEP = TimeUnit.MICROSECONDS.toNanos(50);

    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final Selector selector = Selector.open();
    private final PriorityQueue<FastAnswer> due = new PriorityQueue<>();
    private final Thread thread = new Thread(this::run, "fast-ollama");
    private volatile boolean closed;

    private FastOllama() throws IOException {
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
    }

    static FastOllama start() throws IOException {
        FastOllama started = new FastOllama();
        started.thread.start();
        return started;
    }

    int port() {
        return listener.socket().getLocalPort();
    }

    /** Processor time that it has taken so far, in nanoseconds. */
    long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.getId());
    }

    private void run() {
        try {
            while (!closed) {
                select();
                for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
                    serve(keys.next());
                    keys.remove();
                }
                speak(System.nanoTime());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** No longer than until the next token, to less than the millisecond that a selector knows. */
    private void select() throws IOException {
        FastAnswer next = due.peek();
        if (next == null) {
            selector.select();
            return;
        }
        long left = next.dueAt() - System.nanoTime();
        if (left >= TimeUnit.MILLISECONDS.toNanos(1)) {
            selector.select(TimeUnit.NANOSECONDS.toMillis(left));
            return;
        }
        if (left > SHORTEST_SLEEP) {
            LockSupport.parkNanos(left);
        }
        selector.selectNow();
    }

    private void serve(SelectionKey key) throws IOException {
        if (!key.isAcceptable()) {
            FastAnswer answer = (FastAnswer) key.attachment();
            if (answer.read()) {
                due.add(answer);
            }
            return;
        }
        for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, new FastAnswer(channel));
        }
    }

    private void speak(long now) throws IOException {
        for (FastAnswer next = due.peek(); next != null && next.dueAt() <= now; next = due.peek()) {
            due.remove();
            if (next.speak()) {
                due.add(next);
            }
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
