package org.corral.backend;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 of one connection, and the exchange that it carries at present, which hears when the input is drained. A
 * failure that nobody expected ends here, and costs this connection only: further up it would stop every I/O thread.
 */
final class ConnectionEvents implements IOEventHandler {
    private static final System.Logger LOG = System.getLogger(ConnectionEvents.class.getName());

    private final ThriftyDuplexer duplexer;
    private final IOEventHandler http;
    private volatile @Nullable UpstreamHandler exchange;

    ConnectionEvents(ThriftyDuplexer duplexer) {
        this.duplexer = duplexer;
        this.http = new ClientHttp1IOEventHandler(duplexer);
    }

    void carry(@Nullable UpstreamHandler next) {
        exchange = next;
    }

    @Override
    public void connected(IOSession session) throws IOException {
        guard(session, () -> http.connected(session));
    }

    @Override
    public void inputReady(IOSession session, ByteBuffer src) throws IOException {
        UpstreamHandler current = exchange;
        duplexer.inputIsThere();
        guard(session, () -> {
            try {
                http.inputReady(session, src);
            } finally {
                if (current != null) {
                    current.inputDrained();
                }
            }
        });
    }

    @Override
    public void outputReady(IOSession session) throws IOException {
        guard(session, () -> http.outputReady(session));
    }

    @Override
    public void timeout(IOSession session, Timeout timeout) throws IOException {
        guard(session, () -> http.timeout(session, timeout));
    }

    @Override
    public void exception(IOSession session, Exception cause) {
        quietly(session, () -> http.exception(session, cause));
    }

    @Override
    public void disconnected(IOSession session) {
        quietly(session, () -> http.disconnected(session));
    }

    @FunctionalInterface
    private interface Event {
        void happen() throws IOException;
    }

    private static void guard(IOSession session, Event event) throws IOException {
        try {
            event.happen();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "A connection to Ollama is closed because of a failure that nobody expected", e);
            session.close(CloseMode.IMMEDIATE);
        }
    }

    private static void quietly(IOSession session, Runnable event) {
        try {
            guard(session, event::run);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
