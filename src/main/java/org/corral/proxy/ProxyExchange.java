package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.corral.backend.Refused;
import org.corral.backend.Turn;
import org.corral.body.Asked;
import org.corral.http.Refusal;
import org.corral.timing.Watch;
import org.corral.upstream.AnswerHead;
import org.corral.upstream.Connection;
import org.corral.upstream.Exchange;
import org.corral.upstream.Failure;
import org.corral.upstream.Question;
import org.corral.upstream.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to Ollama and the answer on its way back: the whole story, in order. It owns the server's place, the
 * connection and the asynchronous request, and settles once, whatever the way it ends.
 */
final class ProxyExchange implements Exchange, Turn.Owner, Incoming.Owner, Download.Owner, Watch.Watched {
    private final Permission permission;
    private final Gateway gateway;
    private final Errand errand;
    private final Failures failures;
    private final Incoming incoming;
    private final Download download;
    private final Answer answer;
    private final Withdrawal withdrawal;
    private final Ending ending;
    private final Patience patience;
    private final Attendance attendance;
    private final AtomicInteger missing = new AtomicInteger(2); // the server's readiness, and the body
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile @Nullable Refusal notTaken;

    ProxyExchange(AsyncContext async, Permission permission, Gateway gateway) throws IOException {
        HttpServletRequest request = (HttpServletRequest) async.getRequest();
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        this.permission = permission;
        this.gateway = gateway;
        this.errand = new Errand(request.getMethod(), permission, gateway.fleet());
        this.failures = new Failures(request);
        this.incoming = gateway.arrivals().of(request, permission, this);
        this.download = new Download(response.getOutputStream(), gateway.streamBuffer(), this);
        this.answer = new Answer(response, download, permission.path());
        this.withdrawal = new Withdrawal(permission, gateway, this, download, failures);
        this.ending = new Ending(async, download, this::settle);
        this.patience = gateway.patience(permission.route().use());
        this.attendance = new Attendance(patience, ending, answer, download, gateway.clock());
    }

    /** On the server's thread, which is let go at once; the server calls {@link #started()} when it is ready. */
    void begin(HttpServletResponse response) throws IOException {
        withdrawal.enlist();
        gateway.fleet().watch().add(this);
        incoming.begin();
        response.getOutputStream().setWriteListener(download);
    }

    // ---- in from the caller

    @Override
    public void understood(Asked what, Optional<RequestBody> given) {
        Optional<Refusal> refusal = gateway.rule().refusal(permission.caller(), permission.path(), what);
        if (refusal.isPresent()) {
            notTaken(refusal.get());
            return;
        }
        withdrawal.asked(what);
        answer.isFor(permission.route(), what);
        errand.take(what, given);
        patience.reset();
        proceed();
    }

    @Override
    public void notTaken(Refusal why) {
        // The server may not be ready yet to take even that.
        notTaken = why;
        proceed();
    }

    @Override
    public void started() {
        proceed();
    }

    private void proceed() {
        if (missing.decrementAndGet() > 0 || settled.get()) {
            return;
        }
        Refusal why = notTaken;
        if (why != null) {
            refuse(() -> why);
        } else if (withdrawal.mayBegin()) {
            errand.begin(this);
        }
    }

    // ---- to Ollama

    @Override
    public void admitted(Turn admitted) {
        errand.admitted(admitted, this, settled.get());
    }

    @Override
    public void refused(Refused why) {
        boolean several = gateway.fleet().servers().size() > 1;
        refuse(() -> failures.noServer(why, several, errand.lastFailure()));
    }

    @Override
    public Question question() {
        return errand.question();
    }

    @Override
    public void carriedBy(Connection carrier) {
        errand.carriedBy(carrier);
        incoming.goesOver(carrier);
        patience.reset();
        if (settled.get()) {
            carrier.abort(this);
        }
    }

    // ---- back to the caller

    @Override
    public void head(AnswerHead head) {
        errand.answers();
        if (HeaderPolicy.isRedirect(head)) {
            errand.release(this);
            failed(Failure.MALFORMED);
            return;
        }
        patience.reset();
        answer.head(head, errand.overlooks(head.status()), errand.goesOn(), incoming.isOwed());
    }

    @Override
    public void body(ByteBuffer piece) {
        patience.reset();
        try {
            answer.piece(piece);
        } catch (IOException e) {
            callerGone(e);
        }
    }

    @Override
    public void hold() {
        errand.pause(this);
    }

    @Override
    public void goOn() {
        errand.resume(this);
    }

    @Override
    public void end() {
        if (settled.get() || download.isComplete()) {
            return; // ended by us before
        }
        errand.answered();
        if (errand.goesOn() && !answer.isError()) {
            answer.endsBefore(errand.nextServer());
            patience.reset();
            errand.begin(this);
        } else {
            answer.end();
        }
    }

    @Override
    public void drained() {
        download.drain();
        if (withdrawal.isSaid()) {
            errand.release(this);
        }
    }

    @Override
    public boolean keepsPieces() {
        return download.keepsPieces();
    }

    @Override
    public void delivered() {
        if (settleForNow()) {
            incoming.leave(this::giveBack);
        }
    }

    private void giveBack() {
        ending.complete();
        gateway.fleet().watch().remove(this);
    }

    @Override
    public void callerGone(Throwable failure) {
        if (settle()) {
            ending.abandon(failure);
        }
    }

    @Override
    public void failed(Failure failure) {
        if (!download.isComplete() && !settled.get() && !errand.survives(failure, this, failures)) {
            end(() -> failures.inMidAnswer(failure), () -> failures.beforeAnswer(failure));
        }
    }

    // ---- while time passes

    @Override
    public void look(long now) {
        incoming.look(now);
        if (settled.get()) {
            if (ending.isOver(now)) {
                gateway.fleet().watch().remove(this);
            }
            return;
        }
        if (withdrawal.isOverdue(now)) {
            breakOff(failures::lastLineNotTaken);
        }
        if (!answer.isOllamas() && patience.isCallerStalled(now, incoming)) {
            refuse(failures::callerStalled);
        }
        if (errand.isCarried() && patience.isOllamaSilent(now, incoming, answer.isOllamas(), download.isBlocked())) {
            end(failures::silent, failures::tooSlow);
        }
        if (missing.get() == 0 && incoming.isComplete() && attendance.hasLeft(now) && settle()) {
            ending.callerLeft();
            gateway.fleet().watch().remove(this);
        }
    }

    // ---- the end

    /** Breaks off what Ollama has begun, having written the one line about it; refuses what it has not. */
    void end(Runnable log, Supplier<Refusal> refusal) {
        if (answer.isOllamas() && answer.hasBegun()) {
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

    /** By a status, or by the last line of what was begun without Ollama. */
    private void refuse(Supplier<Refusal> refusal) {
        if (!answer.hasBegun()) {
            if (settleForNow()) {
                ending.refuse(refusal.get(), incoming);
            }
        } else if (!settled.get() && answer.endWith(refusal.get())) {
            errand.release(this);
            download.drain();
        }
    }

    /** Whoever gets true here ends the exchange; nobody else may. */
    private boolean settle() {
        boolean first = settleForNow();
        if (first) {
            incoming.close();
        }
        return first;
    }

    /** The same, but for the rest of the body. */
    private boolean settleForNow() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        withdrawal.strikeOut();
        errand.release(this);
        return true;
    }
}
