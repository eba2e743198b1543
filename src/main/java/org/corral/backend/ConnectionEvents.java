package org.corral.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.impl.nio.ClientHttp1IOEventHandler;
import org.apache.hc.core5.reactor.IOEventHandler;
import org.apache.hc.core5.reactor.IOSession;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The HTTP/1.1 of one connection, and the exchange that it carries at present, which hears when the input is drained. */
final class ConnectionEvents implements IOEventHandler {
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
        http.connected(session);
    }

    @Override
    public void inputReady(IOSession session, ByteBuffer src) throws IOException {
        UpstreamHandler current = exchange;
        duplexer.inputIsThere();
        try {
            http.inputReady(session, src);
        } finally {
            if (current != null) {
                current.inputDrained();
            }
        }
    }

    @Override
    public void outputReady(IOSession session) throws IOException {
        http.outputReady(session);
    }

    @Override
    public void timeout(IOSession session, Timeout timeout) throws IOException {
        http.timeout(session, timeout);
    }

    @Override
    public void exception(IOSession session, Exception cause) {
        http.exception(session, cause);
    }

    @Override
    public void disconnected(IOSession session) {
        http.disconnected(session);
    }
}
