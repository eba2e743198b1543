package org.corral.upstream;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.corral.timing.MonotonicClock;
import org.jspecify.annotations.Nullable;

/** The connections to one server: those that are in use, and those that wait for the next request. Thread-safe. */
public final class Connections {
    private final Endpoint endpoint;
    private final Limits limits;
    private final NameLookup names;
    private final List<EventLoop> loops;
    private final MonotonicClock clock;
    private final AtomicInteger nextLoop = new AtomicInteger();
    private final Set<ConnectionAttempt> attempts = ConcurrentHashMap.newKeySet();
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Deque<Connection> idle = new ArrayDeque<>(); // the last one freed first; guarded by itself
    private volatile boolean closed;

    Connections(Endpoint endpoint, Limits limits, NameLookup names, List<EventLoop> loops, MonotonicClock clock) {
        this.endpoint = endpoint;
        this.limits = limits;
        this.names = names;
        this.loops = loops;
        this.clock = clock;
    }

    /**
     * Sends a request over a free connection, or a new one. Does not block; the listener is told what becomes of it, before this
     * returns if a free connection is there.
     */
    public void ask(ResponseListener listener) {
        for (Connection free = takeIdle(); free != null; free = takeIdle()) {
            if (free.carry(listener)) {
                return;
            }
        }
        EventLoop loop = loops.get(Math.floorMod(nextLoop.getAndIncrement(), loops.size()));
        ConnectionAttempt next = new ConnectionAttempt(this, loop, listener);
        attempts.add(next);
        names.find(endpoint.host(), next::start);
    }

    private @Nullable Connection takeIdle() {
        synchronized (idle) {
            return idle.pollFirst();
        }
    }

    Endpoint endpoint() {
        return endpoint;
    }

    String authority() {
        return endpoint.authority();
    }

    Limits limits() {
        return limits;
    }

    /** Measures in nanoseconds, as {@link #onTick} does. */
    MonotonicClock clock() {
        return clock;
    }

    void opened(Connection connection) {
        open.add(connection);
        if (closed) {
            connection.abort();
        }
    }

    void free(Connection connection) {
        synchronized (idle) {
            idle.addFirst(connection);
        }
    }

    void gone(Connection connection) {
        open.remove(connection);
        synchronized (idle) {
            idle.remove(connection);
        }
    }

    void ended(ConnectionAttempt done) {
        attempts.remove(done);
    }

    /** How many are open, in use or not. */
    public int count() {
        return open.size();
    }

    /**
     * To be called now and then: gives up attempts that take too long, and closes connections that nobody uses.
     *
     * @param now by the clock of the {@link Client}
     */
    public void onTick(long now) {
        attempts.forEach(each -> each.onTick(now));
        closeUnused(now);
    }

    private void closeUnused(long now) {
        while (true) {
            Connection oldest;
            synchronized (idle) {
                oldest = idle.peekLast();
                if (oldest == null || oldest.idleNanos(now) < limits.idle().toNanos()) {
                    return;
                }
                idle.removeLast();
            }
            oldest.close();
        }
    }

    /** Closes every connection, those in use as well, and whatever is opened from now on. */
    void close() {
        closed = true;
        open.forEach(Connection::abort);
    }
}
