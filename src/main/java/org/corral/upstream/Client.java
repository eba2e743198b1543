package org.corral.upstream;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.corral.timing.MonotonicClock;

/** The threads that all connections run on. Its opener closes it. */
public final class Client implements AutoCloseable {
    private final List<EventLoop> loops;
    private final MonotonicClock clock;
    private final NameLookup names = new NameLookup();
    private final List<Connections> servers = new CopyOnWriteArrayList<>();

    private Client(List<EventLoop> loops, MonotonicClock clock) {
        this.loops = loops;
        this.clock = clock;
    }

    /**
     * Starts the threads.
     *
     * @param clock measures how long connections take to come about, and for how long they are idle
     */
    public static Client open(int threads, MonotonicClock clock) {
        List<EventLoop> loops = IntStream.rangeClosed(1, threads)
                .mapToObj(number -> EventLoop.start("corral-ollama-" + number))
                .toList();
        return new Client(loops, clock);
    }

    /** Those to one server; they end with this client. */
    public Connections to(Endpoint endpoint, Limits limits) {
        Connections connections = new Connections(endpoint, limits, names, loops, clock);
        servers.add(connections);
        return connections;
    }

    /** Closes every connection and stops the threads; waits for each for five seconds at most. */
    @Override
    public void close() {
        servers.forEach(Connections::close);
        loops.forEach(EventLoop::close);
        names.close();
    }
}
