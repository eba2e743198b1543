package org.corral.backend;

import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.command.RequestExecutionCommand;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.ManagedConnPool;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.IOSession;

/**
 * A connection to Ollama, lent for one exchange. Whoever got it gives it back by {@link #release()} or {@link #abort()};
 * the first call counts. Any thread may call either.
 */
public final class UpstreamConnection {
    private final ManagedConnPool<HttpHost, IOSession> pool;
    private final PoolEntry<HttpHost, IOSession> entry;
    private final IOSession session;
    private final URI server;
    private final boolean usedBefore;
    private final AtomicBoolean returned = new AtomicBoolean();

    UpstreamConnection(
            ManagedConnPool<HttpHost, IOSession> pool,
            PoolEntry<HttpHost, IOSession> entry,
            URI server,
            boolean usedBefore) {
        this.pool = pool;
        this.entry = entry;
        this.session = entry.getConnection();
        this.server = server;
        this.usedBefore = usedBefore;
    }

    /** Whether it has carried another exchange, so that Ollama may be closing it just now. */
    public boolean wasUsedBefore() {
        return usedBefore;
    }

    /** The server at the other end. */
    public URI server() {
        return server;
    }

    /** Host and port of that server, as the field {@code Host} wants them. */
    public String authority() {
        return entry.getRoute().toHostString();
    }

    /** Starts the exchange; its methods are called from the I/O thread from now on. */
    public void execute(UpstreamHandler exchange) {
        events().carry(exchange);
        session.enqueue(new RequestExecutionCommand(exchange, HttpCoreContext.create()), Command.Priority.NORMAL);
    }

    /** Gives the connection back for the next exchange; this one must be over, in both directions. */
    public void release() {
        if (returned.compareAndSet(false, true)) {
            events().carry(null);
            pool.release(entry, session.isOpen());
        }
    }

    /** Closes the connection at once, which makes Ollama stop whatever it does for it. */
    public void abort() {
        if (returned.compareAndSet(false, true)) {
            events().carry(null);
            session.close(CloseMode.IMMEDIATE);
            pool.release(entry, false);
        }
    }

    private ConnectionEvents events() {
        return (ConnectionEvents) session.getHandler();
    }
}
