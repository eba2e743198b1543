package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.corral.backend.Fleet;
import org.corral.backend.Refused;
import org.corral.backend.Turn;
import org.corral.backend.Watch;
import org.corral.backend.Wish;
import org.corral.http.Refusal;
import org.corral.settings.ProxySettings;
import org.corral.upstream.AnswerHead;
import org.corral.upstream.Connection;
import org.corral.upstream.Exchange;
import org.corral.upstream.Failure;
import org.corral.upstream.Question;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to Ollama and the answer on its way back: the whole story, in order. It owns the server's place, the
 * connection and the asynchronous request, and settles once, whatever the way it ends.
 */
final class ProxyExchange implements Exchange, Turn.Owner, Download.Owner, Watch.Watched {
    private final HttpServletResponse response;
    private final Question question;
    private final Fleet fleet;
    private final Failures failures;
    private final Ending ending;
    private final @Nullable Upload upload;
    private final Download download;
    private final Withdrawal withdrawal;
    private final Patience patience;
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile @Nullable Turn turn;
    private volatile @Nullable Connection connection;
    private volatile boolean askedAgain;
    private volatile boolean headSeen;
    private volatile boolean answered; // wholly, by Ollama
    private volatile Failure lastFailure = Failure.UNREACHABLE;

    ProxyExchange(AsyncContext async, Permission permission, Running running, Fleet fleet, ProxySettings settings)
            throws IOException {
        HttpServletRequest request = (HttpServletRequest) async.getRequest();
        this.response = (HttpServletResponse) async.getResponse();
        this.fleet = fleet;
        this.failures = new Failures(request);
        this.patience = new Patience(settings.patience());
        this.upload = Bodies.upload(request, settings.bodies(), this::callerGone);
        this.question = new Question(
                request.getMethod(), permission.target(), HeaderPolicy.request(request), Optional.ofNullable(upload));
        this.download = new Download(
                response.getOutputStream(), settings.bodies().streamBuffer().toInt(), this);
        this.withdrawal = new Withdrawal(permission, running, this, download, failures);
        this.ending = new Ending(async, download, this::settle);
    }

    /** On the server's thread, which is let go at once; the server calls {@link #started()} when it is ready. */
    void begin(HttpServletRequest request) throws IOException {
        withdrawal.enlist();
        fleet.watch().add(this);
        if (upload != null) {
            request.getInputStream().setReadListener(upload);
        }
        response.getOutputStream().setWriteListener(download);
    }

    // ---- to Ollama

    @Override
    public void started() {
        if (withdrawal.mayBegin()) {
            turn = fleet.enter(Wish.ANY, this);
        }
    }

    @Override
    public void admitted(Turn admitted) {
        turn = admitted;
        if (settled.get()) {
            admitted.leave();
        } else {
            patience.reset();
            admitted.ask(this);
        }
    }

    @Override
    public void refused(Refused why) {
        refuse(() -> failures.noServer(why, lastFailure));
    }

    @Override
    public Question question() {
        return question;
    }

    @Override
    public void carriedBy(Connection carrier) {
        connection = carrier;
        if (upload != null) {
            upload.goesOver(carrier);
        }
        patience.reset();
        if (settled.get()) {
            carrier.abort();
        }
    }

    // ---- back to the caller

    @Override
    public void head(AnswerHead head) {
        turn().answered();
        if (HeaderPolicy.isRedirect(head)) {
            failed(Failure.MALFORMED);
            return;
        }
        if (!download.head(Framing.of(head), () -> HeaderPolicy.answer(head, response))) {
            return;
        }
        patience.reset();
        headSeen = true;
    }

    @Override
    public void body(ByteBuffer piece) {
        patience.reset();
        try {
            download.accept(piece);
        } catch (IOException e) {
            callerGone(e);
        }
    }

    @Override
    public void hold() {
        Connection held = connection;
        if (held != null) {
            held.pause();
        }
    }

    @Override
    public void goOn() {
        Connection held = connection;
        if (held != null) {
            held.resume();
        }
    }

    @Override
    public void end() {
        answered = true;
        download.complete();
        // The next request may have the place before the caller has read all of this answer.
        turn().leave();
    }

    @Override
    public void drained() {
        download.drain();
        if (withdrawal.isSaid()) {
            release();
        }
    }

    @Override
    public void delivered() {
        if (settle()) {
            ending.complete();
            fleet.watch().remove(this);
        }
    }

    @Override
    public void callerGone(Throwable failure) {
        if (settle()) {
            ending.abandon();
        }
    }

    @Override
    public void failed(Failure failure) {
        lastFailure = failure;
        if (download.isComplete() || settled.get()) {
            return;
        }
        if (failure == Failure.STALE && question.isSafe() && !askedAgain) {
            // RFC 9112, 9.3.1: the server may close an idle connection in the moment in which it is used again.
            askedAgain = true;
            turn().ask(this);
            return;
        }
        turn().failed(failure);
        if (failure.isBeforeTheQuestion()) {
            failures.unreachable(turn().server(), failure);
            turn().next();
            return;
        }
        end(() -> failures.inMidAnswer(failure), () -> failures.beforeAnswer(failure));
    }

    private Turn turn() {
        Turn taken = turn;
        if (taken == null) {
            throw new IllegalStateException("no turn");
        }
        return taken;
    }

    @Override
    public void look(long now) {
        if (settled.get()) {
            if (ending.isOver(now)) {
                fleet.watch().remove(this);
            }
            return;
        }
        if (withdrawal.isOverdue(now)) {
            breakOff(failures::lastLineNotTaken);
        }
        if (connection == null) {
            return;
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
        Connection carrier = connection;
        if (carrier != null && !answered) {
            carrier.abort();
        }
        Turn taken = turn;
        if (taken != null) {
            taken.leave();
        }
    }
}
