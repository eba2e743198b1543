package org.corral.backend;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.net.NamedEndpoint;
import org.apache.hc.core5.pool.LaxConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.PoolStats;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOReactorShutdownException;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.corral.settings.BackendSettings;

/**
 * Lends connections to Ollama. Where several servers are set they are tried in their order: the next one only when no
 * connection to the one before can be made. Nothing here blocks, save for a name that must be looked up.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the callbacks hear of every end
public final class OllamaClient implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OllamaClient.class.getName());

    private final BackendSettings settings;
    private final DefaultConnectingIOReactor reactor;
    private final LaxConnPool<HttpHost, IOSession> pool;
    private final Watch watch;

    private OllamaClient(BackendSettings settings, DefaultConnectingIOReactor reactor, Watch watch) {
        this.settings = settings;
        this.reactor = reactor;
        this.watch = watch;
        this.pool = new LaxConnPool<>(settings.maxConnections());
        // The pool gives up on those who wait too long only when it is looked at.
        watch.add(now -> pool.validatePendingRequests());
    }

    /** Starts the I/O threads. */
    public static OllamaClient open(BackendSettings settings, Watch watch) {
        OllamaClient client = new OllamaClient(settings, Reactors.open(), watch);
        client.reactor.start();
        return client;
    }

    /** The clock that the exchanges over these connections are watched by. */
    public Watch watch() {
        return watch;
    }

    /** How long to wait for what. */
    public BackendSettings settings() {
        return settings;
    }

    /** The servers in the order in which they are tried. */
    public List<URI> servers() {
        return settings.ollamaUrls();
    }

    /** How many connections are lent, free, and waited for, over all servers. */
    public PoolStats stats() {
        return pool.getTotalStats();
    }

    /**
     * Asks for a connection. Exactly one of the two is called, on this thread or on an I/O thread.
     *
     * @param connected must give the connection back
     */
    public void connect(Consumer<UpstreamConnection> connected, Consumer<ConnectException> refused) {
        connect(0, connected, refused);
    }

    private void connect(int index, Consumer<UpstreamConnection> connected, Consumer<ConnectException> refused) {
        URI server = settings.ollamaUrls().get(index);
        HttpHost route = new HttpHost(server.getScheme(), server.getHost(), port(server));
        Consumer<Exception> failed = cause -> {
            if (index + 1 < settings.ollamaUrls().size()) {
                connect(index + 1, connected, refused);
            } else {
                refused.accept(reason(cause, server));
            }
        };
        pool.lease(
                route,
                null,
                timeout(settings.connectionWait()),
                new Callback<>(entry -> open(entry, server, connected, failed), failed));
    }

    private void open(
            PoolEntry<HttpHost, IOSession> entry,
            URI server,
            Consumer<UpstreamConnection> connected,
            Consumer<Exception> failed) {
        IOSession idle = entry.getConnection();
        if (idle != null && isStale(idle)) {
            entry.discardConnection(CloseMode.IMMEDIATE);
        }
        if (entry.hasConnection()) {
            connected.accept(new UpstreamConnection(pool, entry, server, true));
            return;
        }
        Callback<IOSession> callback = new Callback<>(
                session -> {
                    // Time is kept by Watch, which knows what is waited for.
                    session.setSocketTimeout(Timeout.DISABLED);
                    entry.assignConnection(session);
                    connected.accept(new UpstreamConnection(pool, entry, server, false));
                },
                cause -> {
                    pool.release(entry, false);
                    failed.accept(cause);
                });
        NamedEndpoint endpoint = entry.getRoute();
        try {
            reactor.connect(endpoint, null, null, timeout(settings.connectTimeout()), endpoint, callback);
        } catch (IOReactorShutdownException e) {
            // Corral is being stopped.
            callback.failed(e);
        }
    }

    /**
     * Whether Ollama has closed a connection that nobody uses, which an I/O thread may not have seen yet; or has sent
     * something that nobody asked for.
     */
    private static boolean isStale(IOSession idle) {
        try {
            return !idle.isOpen() || idle.read(ByteBuffer.allocate(1)) != 0;
        } catch (IOException e) {
            return true;
        }
    }

    private static ConnectException reason(Exception cause, URI server) {
        if (cause instanceof SocketTimeoutException) {
            return new ConnectException(ConnectException.Reason.TIMED_OUT, server, "connect time-out");
        }
        if (cause instanceof TimeoutException) {
            return new ConnectException(ConnectException.Reason.NONE_FREE, server, "no free connection");
        }
        return new ConnectException(ConnectException.Reason.UNREACHABLE, server, String.valueOf(cause.getMessage()));
    }

    private static int port(URI server) {
        if (server.getPort() > 0) {
            return server.getPort();
        }
        return server.getScheme().equals("https") ? 443 : 80;
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(duration.toMillis());
    }

    /** Closes every connection and stops the I/O threads; waits for them for five seconds at most. */
    @Override
    public void close() {
        pool.close(CloseMode.IMMEDIATE);
        reactor.initiateShutdown();
        try {
            reactor.awaitShutdown(Timeout.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        reactor.close(CloseMode.IMMEDIATE);
    }

    /** The two ends that matter here; a cancelled attempt counts as failed. */
    private record Callback<T>(Consumer<T> done, Consumer<Exception> undone) implements FutureCallback<T> {
        @Override
        public void completed(T result) {
            guard(() -> done.accept(result));
        }

        @Override
        public void failed(Exception cause) {
            guard(() -> undone.accept(cause));
        }

        @Override
        public void cancelled() {
            failed(new CancellationException("cancelled"));
        }

        /** On an I/O thread: what is thrown from here would stop them all. */
        private static void guard(Runnable callback) {
            try {
                callback.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "An exchange with Ollama met a failure that nobody expected", e);
            }
        }
    }
}
