package org.corral.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.corral.standin.Recorded.Outcome;

/**
 * A server on 127.0.0.1 that behaves as Ollama does until a test orders otherwise, and remembers what it was asked. One
 * thread per connection; all methods may be called from any thread; whoever starts it closes it.
 */
public final class StandInOllama implements AutoCloseable {
    /** Models that are there at start; {@code pull} and {@code copy} add others. */
    public static final List<String> MODELS =
            List.of("llama3.2:latest", "qwen3:latest", "secret:latest", "nomic-embed-text:latest");

    private static final System.Logger LOG = System.getLogger(StandInOllama.class.getName());
    private static final int STACK = 256 * 1024;
    private static final Duration DEATH = Duration.ofSeconds(10);

    private final ServerSocket listener;
    private final Models models;
    private final Routes routes;
    private final Blobs blobs;
    private final Journal journal = new Journal();
    private final Scripts scripts = new Scripts();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final Thread acceptor = new Thread(this::accept, "standin-accept");
    private volatile boolean closed;

    private StandInOllama(ServerSocket listener, Models models, Routes routes, Blobs blobs) {
        this.listener = listener;
        this.models = models;
        this.routes = routes;
        this.blobs = blobs;
    }

    /** Port 0 takes a free one. */
    public static StandInOllama start(int port) {
        try {
            return start(port, Words.COUNTED, Duration.ZERO, MODELS);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port, e);
        }
    }

    static StandInOllama start(int port, Words words, Duration interval, List<String> models) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1024);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        Models known = new Models(models);
        Blobs blobs = new Blobs();
        Routes routes = new Routes(new Generation(words, interval, known), new ModelAnswers(known), blobs);
        StandInOllama started = new StandInOllama(listener, known, routes, blobs);
        started.acceptor.setDaemon(true);
        started.acceptor.start();
        return started;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** One behaviour for each of the next requests that are neither GET nor HEAD. */
    public void next(Behaviour... behaviours) {
        scripts.next(List.of(behaviours));
    }

    /** One behaviour for each of the next requests of this route: {@code POST /api/chat}, {@code POST /api/blobs/*}. */
    public void next(String route, Behaviour... behaviours) {
        scripts.next(route, List.of(behaviours));
    }

    /** For every request of this route until {@link #reset}. */
    public void on(String route, Behaviour behaviour) {
        scripts.on(route, behaviour);
    }

    /** Forgets scripts and recorded requests; running exchanges go on, but those that are in their last words. */
    public void reset() {
        scripts.clear();
        journal.forget(DEATH);
    }

    /** From now on it has these models and no others, all of them in memory. */
    public void haveModels(String... names) {
        models.become(List.of(names));
    }

    /** It has the model still, but not in memory. */
    public void unload(String model) {
        models.unload(model);
    }

    public boolean hasModel(String name) {
        return models.has(name);
    }

    /** From now on this blob ({@code sha256:…}) exists. */
    public void haveBlob(String digest) {
        blobs.add(digest);
    }

    public boolean hasBlob(String digest) {
        return blobs.has(digest);
    }

    /** All requests whose head has come, in order. */
    public List<Recorded> requests() {
        return journal.requests();
    }

    public List<Recorded> requests(String path) {
        return requests().stream().filter(r -> r.path().equals(path)).toList();
    }

    /** The first request to this path whose body is complete. */
    public Recorded awaitRequest(String path, Duration atMost) {
        return awaitHead(r -> r.path().equals(path) && r.bodyComplete(), "a request to " + path, atMost);
    }

    /** The first request to this path whose head is complete; its body may still be on its way. */
    public Recorded awaitHead(String path, Duration atMost) {
        return awaitHead(r -> r.path().equals(path), "a head to " + path, atMost);
    }

    public Recorded awaitHead(Predicate<Recorded> which, String what, Duration atMost) {
        journal.await(() -> what + ", only " + requests(), atMost, () -> requests().stream()
                .anyMatch(which));
        return requests().stream().filter(which).findFirst().orElseThrow();
    }

    public void awaitRequests(int count, String path, Duration atMost) {
        journal.await(
                () -> count + " requests to " + path + ", only "
                        + requests(path).size(),
                atMost,
                () -> requests(path).size() >= count);
    }

    public int openConnections() {
        return journal.openConnections();
    }

    /** Waits until exactly so many connections are open. */
    public void awaitOpenConnections(int count, Duration atMost) {
        journal.await(
                () -> count + " open connections, now " + openConnections(), atMost, () -> openConnections() == count);
    }

    public int answersRunning() {
        return (int)
                requests().stream().filter(r -> r.outcome() == Outcome.RUNNING).count();
    }

    public void awaitAnswersRunning(int count, Duration atMost) {
        journal.await(
                () -> count + " answers running, now " + answersRunning(), atMost, () -> answersRunning() == count);
    }

    /** Closes all connections, busy ones too; new ones are welcome. */
    public void dropConnections() {
        connections.forEach(Connection::close);
    }

    Routes routes() {
        return routes;
    }

    Behaviour behaviourFor(Recorded request) {
        return scripts.take(request);
    }

    void gone(Connection connection) {
        connections.remove(connection);
        journal.connections(-1);
    }

    void awaitClose() throws InterruptedException {
        acceptor.join();
    }

    /** Stops listening at once (connections are refused then) and cuts what is open. */
    @Override
    public void close() {
        closed = true;
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dropConnections();
    }

    private void accept() {
        for (long number = 1; !closed; number++) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                Connection connection = new Connection(new Wire(socket), number, this, journal);
                connections.add(connection);
                journal.connections(1);
                Thread thread = new Thread(null, connection, "standin-" + number, STACK);
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                LOG.log(closed ? Level.TRACE : Level.WARNING, "accept", e);
            }
        }
    }
}
