package org.corral.upstream;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Finds the addresses of names. That blocks, so it has threads of its own; they live for as long as there is something to do. */
final class NameLookup implements AutoCloseable {
    private static final int THREADS = 4;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), numbered("corral-names-"));

    NameLookup() {
        threads.allowCoreThreadTimeOut(true);
    }

    private static ThreadFactory numbered(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** @param found called with all addresses, in the system's order, or with none; on any thread */
    void find(String host, Consumer<List<InetAddress>> found) {
        if (isAddress(host)) {
            found.accept(addresses(host));
        } else {
            threads.execute(() -> found.accept(addresses(host)));
        }
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    private static List<InetAddress> addresses(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
