package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
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
    private final HttpServletResponse response;
    private final Question question;
    private final OllamaClient ollama;
    private final Failures failures;
    private final Ending ending;
    private final @Nullable Upload upload;
    private final Download download;
    private final Withdrawal withdrawal;
    private final Patience patience;
    private final Loan loan = new Loan();
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile boolean headSeen;
    private volatile boolean answered; // wholly, by Ollama

    ProxyExchange(
            AsyncContext async, Permission permission, Running running, OllamaClient ollama, ProxySettings settings)
            throws IOException {
        HttpServletRequest request = (HttpServletRequest) async.getRequest();
        this.response = (HttpServletResponse) async.getResponse();
        this.question = Question.of(request, permission.path());
        this.ollama = ollama;
        this.failures = new Failures(request);
        this.patience = new Patience(ollama.settings());
        this.upload = question.hasBody()
                ? new Upload(request.getInputStream(), question.bufferSize(settings), this::callerGone)
                : null;
        this.download = new Download(response.getOutputStream(), this);
        this.withdrawal = new Withdrawal(permission, running, this, download, failures);
        this.ending = new Ending(async, download, this::settle);
    }

    /** On the server's thread, which is let go at once; the server calls {@link #started()} when it is ready. */
    void begin(HttpServletRequest request) throws IOException {
        withdrawal.enlist();
        ollama.watch().add(this);
        if (upload != null) {
            request.getInputStream().setReadListener(upload);
        }
        response.getOutputStream().setWriteListener(download);
    }

    // ---- to Ollama

    @Override
    public void started() {
        if (withdrawal.mayBegin()) {
            ask();
        }
    }

    private void ask() {
        ollama.connect(this::connected, refused -> refuse(() -> failures.connecting(refused)));
    }

    private void connected(UpstreamConnection to) {
        loan.take(to);
        patience.reset();
        if (settled.get()) {
            release();
        } else {
            to.execute(this);
        }
    }

    @Override
    public void produceRequest(RequestChannel channel, HttpContext context) throws HttpException, IOException {
        question.send(channel, loan.ask(), context);
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
    public void consumeResponse(HttpResponse head, @Nullable EntityDetails body, HttpContext context)
            throws HttpException, IOException {
        HeaderPolicy.refuseRedirect(head);
        if (!download.head(Framing.of(head), () -> HeaderPolicy.answer(head, response))) {
            return;
        }
        patience.reset();
        headSeen = true;
        if (body == null) {
            streamEnd(null);
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
        answered = true;
        download.complete();
        // The next exchange may have the connection before the caller has read all of this one.
        release();
    }

    @Override
    public void inputDrained() {
        download.drain();
        if (withdrawal.isSaid()) {
            release();
        }
    }

    @Override
    public void delivered() {
        if (settle()) {
            ending.complete();
            ollama.watch().remove(this);
        }
    }

    @Override
    public void callerGone(Throwable failure) {
        if (settle()) {
            ending.abandon();
        }
    }

    @Override
    public void failed(Exception cause) {
        if (download.isComplete() || triesAgain(cause)) {
            return;
        }
        end(() -> failures.inMidAnswer(cause), () -> failures.beforeAnswer(cause));
    }

    private boolean triesAgain(Exception cause) {
        if (headSeen || settled.get() || !loan.mayRenew(cause, upload != null)) {
            return false;
        }
        release();
        ask();
        return true;
    }

    @Override
    public void look(long now) {
        if (settled.get()) {
            if (ending.isOver(now)) {
                ollama.watch().remove(this);
            }
            return;
        }
        if (withdrawal.isOverdue(now)) {
            breakOff(failures::lastLineNotTaken);
        }
        switch (patience.exceeded(now, upload, headSeen, download.isBlocked())) {
            case NOTHING -> {}
            case CALLER_STALLED -> refuse(failures::callerStalled);
            case OLLAMA_SILENT -> end(failures::silent, failures::tooSlow);
        }
    }

    /** Breaks off what has begun, having written the one line about it; refuses what has not. */
    void end(Runnable log, Supplier<Refusal> refusal) {
        if (headSeen) {
            breakOff(log);
        } else {
            refuse(refusal);
        }
    }

    private void breakOff(Runnable log) {
        if (settle()) {
            log.run();
            ending.breakOff();
        }
    }

    private void refuse(Supplier<Refusal> refusal) {
        if (settle()) {
            ending.refuse(refusal.get());
        }
    }

    /** Whoever gets true here ends the exchange; nobody else may. */
    private boolean settle() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        withdrawal.strikeOut();
        if (upload != null) {
            upload.close();
        }
        release();
        return true;
    }

    private void release() {
        loan.giveBack(answered && (upload == null || upload.isSent()));
    }
}
