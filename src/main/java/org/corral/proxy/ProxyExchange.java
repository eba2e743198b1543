package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.BasicEntityDetails;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.RequestChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.corral.backend.OllamaClient;
import org.corral.backend.UpstreamConnection;
import org.corral.backend.UpstreamHandler;
import org.corral.backend.Watch;
import org.corral.http.Refusal;
import org.corral.settings.ProxySettings;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to Ollama and the answer on its way back: the whole story, in order. It owns the connection and
 * the asynchronous request, and settles once, whatever the way it ends.
 */
final class ProxyExchange implements UpstreamHandler, Download.Owner, Watch.Watched {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final String path;
    private final OllamaClient ollama;
    private final Failures failures;
    private final Ending ending;
    private final @Nullable Upload upload;
    private final Download download;
    private final Patience patience;
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile @Nullable UpstreamConnection connection;
    private volatile boolean headSeen;
    private volatile boolean answered; // wholly, by Ollama
    private boolean triedAgain;

    /** @param path at Ollama, to the letter */
    ProxyExchange(AsyncContext async, String path, OllamaClient ollama, ProxySettings settings) throws IOException {
        this.request = (HttpServletRequest) async.getRequest();
        this.response = (HttpServletResponse) async.getResponse();
        this.path = path;
        this.ollama = ollama;
        this.failures = new Failures(request);
        this.patience = new Patience(ollama.settings());
        this.upload =
                hasBody(request) ? new Upload(request.getInputStream(), bufferSize(settings), this::callerGone) : null;
        this.download = new Download(response.getOutputStream(), this);
        this.ending = new Ending(async, download);
    }

    /** On the server's thread, which is let go at once; the server calls {@link #started()} when it is ready. */
    void begin() throws IOException {
        if (upload != null) {
            request.getInputStream().setReadListener(upload);
        }
        response.getOutputStream().setWriteListener(download);
    }

    // ---- to Ollama

    @Override
    public void started() {
        ollama.connect(this::connected, refused -> refuse(failures.connecting(refused)));
    }

    private void connected(UpstreamConnection to) {
        connection = to;
        patience.reset();
        ollama.watch().add(this);
        if (settled.get()) {
            release();
        } else {
            to.execute(this);
        }
    }

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        UpstreamConnection to = connection;
        if (to == null) {
            throw new ProtocolException("no connection");
        }
        String query = request.getQueryString();
        channel.sendRequest(
                HeaderPolicy.request(
                        request,
                        query == null ? path : path + "?" + query,
                        to.authority(),
                        upload != null,
                        request.getContentLengthLong()),
                upload == null ? null : new BasicEntityDetails(request.getContentLengthLong(), null),
                context);
    }

    @Override
    public int available() {
        return upload == null ? 0 : upload.available();
    }

    @Override
    public void produce(DataStreamChannel channel) throws IOException {
        if (upload != null) {
            upload.produce(channel);
            patience.reset();
        }
    }

    // ---- back to the caller

    @Override
    public void consumeInformation(HttpResponse informational, HttpContext context) throws HttpException {
        if (informational.getCode() == 101) {
            // RFC 9110, 15.2.2: nobody asked for another protocol.
            throw new ProtocolException("101 that was not asked for");
        }
    }

    @Override
    public void consumeResponse(HttpResponse head, @Nullable EntityDetails body, HttpContext context)
            throws HttpException, IOException {
        if (isRedirect(head.getCode())) {
            throw new ProtocolException("a redirect, which is never passed on");
        }
        if (settled.get()) {
            return;
        }
        patience.reset();
        headSeen = true;
        HeaderPolicy.answer(head, response);
        download.headIsSet();
        if (body == null) {
            answerIsComplete();
        }
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        download.window(channel);
    }

    @Override
    public void consume(ByteBuffer piece) {
        patience.reset();
        try {
            download.accept(piece);
        } catch (IOException e) {
            callerGone(e);
        }
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        answerIsComplete();
    }

    private void answerIsComplete() {
        answered = true;
        download.complete();
        // The next exchange may have the connection before the caller has read all of this one.
        release();
    }

    @Override
    public void inputDrained() {
        download.drain();
    }

    // ---- the end

    @Override
    public void delivered() {
        if (settle()) {
            ending.complete();
        }
    }

    @Override
    public void callerGone(Throwable failure) {
        if (settle()) {
            ending.callerGone();
        }
    }

    @Override
    public void failed(Exception cause) {
        if (answered || mayTryAgain(cause)) {
            return;
        }
        if (headSeen) {
            breakOff(failures.inMidAnswer(cause));
        } else {
            refuse(failures.beforeAnswer(cause));
        }
    }

    @Override
    public void cancel() {
        failed(new IOException("cancelled"));
    }

    @Override
    public void releaseResources() {
        release();
    }

    /** Ollama may close an idle connection in the moment in which it is used again (RFC 9112, 9.3.1). */
    private boolean mayTryAgain(Exception cause) {
        UpstreamConnection stale = connection;
        if (triedAgain || headSeen || upload != null || settled.get() || stale == null || !stale.wasUsedBefore()) {
            return false;
        }
        triedAgain = true;
        stale.abort();
        started();
        return cause instanceof IOException;
    }

    @Override
    public void look(long now) {
        switch (patience.exceeded(now, upload, headSeen, download.isBlocked())) {
            case NOTHING -> {}
            case CALLER_STALLED -> refuse(failures.callerStalled());
            case OLLAMA_SILENT -> {
                if (headSeen) {
                    breakOff("Ollama fell silent in mid-answer");
                } else {
                    refuse(failures.tooSlow());
                }
            }
        }
    }

    private void refuse(Refusal refusal) {
        if (settle()) {
            ending.refuse(refusal);
        }
    }

    /** After the head only abort: never a clean end for a broken answer. */
    private void breakOff(String reason) {
        if (settle()) {
            ending.breakOff(reason);
        }
    }

    /** Whoever gets true here ends the exchange; nobody else may. */
    private boolean settle() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        ollama.watch().remove(this);
        release();
        return true;
    }

    private void release() {
        UpstreamConnection lent = connection;
        if (lent == null) {
            return;
        }
        if (answered && (upload == null || upload.isSent())) {
            lent.release();
        } else {
            lent.abort();
        }
    }

    /** A short body gets a short buffer. */
    private int bufferSize(ProxySettings settings) {
        long length = request.getContentLengthLong();
        long most = settings.streamBuffer().bytes();
        // One more, so that the end of the body is seen in the same go.
        return (int) (length < 0 ? most : Math.min(length + 1, most));
    }

    private static boolean isRedirect(int status) {
        return status >= 300 && status < 400 && status != 304;
    }

    private static boolean hasBody(HttpServletRequest request) {
        return request.getContentLengthLong() >= 0 || request.getHeader("Transfer-Encoding") != null;
    }
}
