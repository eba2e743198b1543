package org.corral.backend;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.CharCodingConfig;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.nio.ssl.BasicClientTlsStrategy;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.reactor.Command;
import org.apache.hc.core5.reactor.DefaultConnectingIOReactor;
import org.apache.hc.core5.reactor.IOEventHandlerFactory;
import org.apache.hc.core5.reactor.IOReactorConfig;
import org.apache.hc.core5.util.Timeout;

/** Puts the I/O threads and the HTTP/1.1 together that the connections to Ollama run on. */
final class Reactors {
    private static final System.Logger LOG = System.getLogger(Reactors.class.getName());

    static final Http1Config HTTP = Http1Config.custom()
            .setBufferSize(8 << 10)
            .setInitialWindowSize(64 << 10)
            .setMaxLineLength(64 << 10)
            .setMaxHeaderCount(200)
            .build();

    private Reactors() {}

    /**
     * One I/O thread for two cores; not yet started. A thread does little for a token, and the more of them there are the
     * more often each has to be woken: with as many as cores a token costs nearly a fifth more.
     */
    static DefaultConnectingIOReactor open() {
        IOReactorConfig config = IOReactorConfig.custom()
                .setIoThreadCount((Runtime.getRuntime().availableProcessors() + 1) / 2)
                .setTcpNoDelay(true)
                .setSoKeepAlive(true)
                .build();
        AtomicInteger number = new AtomicInteger();
        return new DefaultConnectingIOReactor(
                handlers(),
                config,
                task -> {
                    Thread thread = new Thread(task, "corral-ollama-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                null,
                failure -> LOG.log(Level.ERROR, "An I/O thread met a failure that nobody handled", failure),
                null,
                session -> session.enqueue(
                        new org.apache.hc.core5.http.nio.command.ShutdownCommand(CloseMode.IMMEDIATE),
                        Command.Priority.IMMEDIATE));
    }

    private static IOEventHandlerFactory handlers() {
        // No interceptor: fields are what the proxy says, none is invented.
        HttpProcessor processor = HttpProcessorBuilder.create().build();
        // Any byte of a field passes as it is.
        CharCodingConfig bytes = CharCodingConfig.custom()
                .setCharset(StandardCharsets.ISO_8859_1)
                .build();
        BasicClientTlsStrategy tls = new BasicClientTlsStrategy();
        return (session, attachment) -> {
            boolean secure = attachment instanceof HttpHost host && URIScheme.HTTPS.same(host.getSchemeName());
            if (secure) {
                tls.upgrade(session, (HttpHost) attachment, null, Timeout.ofSeconds(10), null);
            }
            return new ConnectionEvents(new ThriftyDuplexer(session, processor, HTTP, bytes, !secure));
        };
    }
}
