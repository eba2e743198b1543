package org.corral.backend;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.BasicHttpTransportMetrics;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.impl.nio.ClientHttp1StreamDuplexer;
import org.apache.hc.core5.http.impl.nio.DefaultHttpRequestWriterFactory;
import org.apache.hc.core5.http.impl.nio.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.nio.ContentDecoder;
import org.apache.hc.core5.http.nio.SessionInputBuffer;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.reactor.ProtocolIOSession;

/**
 * HTTP/1.1 towards Ollama that reads a socket no further than it has something. The library asks a socket up to four times
 * after it has emptied it, for every token of every stream: half of what a token costs. A read that did not fill its
 * buffer has taken all there was, and the selector tells when there is more.
 */
final class ThriftyDuplexer extends ClientHttp1StreamDuplexer {
    private final boolean plain;
    private boolean drained; // since the last event; used by the I/O thread alone

    ThriftyDuplexer(
            ProtocolIOSession session,
            HttpProcessor processor,
            Http1Config http,
            CharCodingConfig characters,
            boolean plain) {
        super(
                session,
                processor,
                http,
                characters,
                DefaultConnectionReuseStrategy.INSTANCE,
                new DefaultHttpResponseParserFactory(http).create(),
                new DefaultHttpRequestWriterFactory(http).create(),
                null,
                null,
                null);
        this.plain = plain;
    }

    /** The selector says that there is something to read. */
    void inputIsThere() {
        drained = false;
    }

    @Override
    protected ContentDecoder createContentDecoder(
            long length, ReadableByteChannel channel, SessionInputBuffer buffer, BasicHttpTransportMetrics metrics)
            throws HttpException {
        // Under TLS a short read says nothing about the socket.
        return super.createContentDecoder(length, plain ? new UntilDrained(channel) : channel, buffer, metrics);
    }

    private final class UntilDrained implements ReadableByteChannel {
        private final ReadableByteChannel socket;

        private UntilDrained(ReadableByteChannel socket) {
            this.socket = socket;
        }

        @Override
        public int read(ByteBuffer to) throws IOException {
            if (drained) {
                return 0;
            }
            int read = socket.read(to);
            drained = read >= 0 && to.hasRemaining();
            return read;
        }

        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
