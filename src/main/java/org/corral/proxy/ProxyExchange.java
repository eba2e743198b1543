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
import org.corral.backend.Lease;
import org.corral.backend.LeaseRefusal;
import org.corral.body.RequestedModels;
import org.corral.http.Refusal;
import org.corral.timing.Ticker;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.corral.upstream.ResponseListener;
import org.corral.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to Ollama and the answer on its way back: the whole story, in order. It owns the server's place, the
 * connection and the asynchronous request, and settles once, whatever the way it ends.
 */
final class ProxyExchange implements ResponseListener, Lease.Owner, InboundBody.Owner, Download.Owner, Ticker.Listener {
    private final AdmittedRequest permission;
    private final Gateway gateway;
    private final UpstreamCall call;
    private final Failures failures;
    private final InboundBody inbound;
    private final Download download;
    private final Answer answer;
    private final RevocationCutoff cutoff;
    private final Ending ending;
    private final Timeouts timeouts;
    private final PresenceCheck presenceCheck;
    private final AtomicInteger missing = new AtomicInteger(2); // the server's readiness, and the body
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile @Nullable Refusal notTaken;

    ProxyExchange(AsyncContext async, AdmittedRequest permission, Gateway gateway) throws IOException {
        HttpServletRequest request = (HttpServletRequest) async.getRequest();
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        this.permission = permission;
        this.gateway = gateway;
        this.call = new UpstreamCall(request.getMethod(), permission, gateway.fleet());
        this.failures = new Failures(request);
        this.inbound = gateway.inboundBodies().of(request, permission, this);
        this.download = new Download(response.getOutputStream(), gateway.streamBuffer(), this);
        this.answer = new Answer(response, download, permission.path());
        this.cutoff = new RevocationCutoff(permission, gateway, this, download, failures);
        this.ending = new Ending(async, download, this::settle);
        this.timeouts = gateway.timeouts(permission.route().kind());
        this.presenceCheck = new PresenceCheck(timeouts, ending, answer, download, gateway.clock());
    }

    /** On the server's thread, which is let go at once; the server calls {@link #started()} when it is ready. */
    void begin(HttpServletResponse response) throws IOException {
        cutoff.enlist();
        gateway.fleet().ticker().add(this);
        inbound.begin();
        response.getOutputStream().setWriteListener(download);
    }

    // ---- in from the caller

    @Override
    public void understood(RequestedModels what, Optional<RequestBody> given) {
        Optional<Refusal> refusal = gateway.rule().refusal(permission.caller(), permission, what);
        if (refusal.isPresent()) {
            notTaken(refusal.get());
            return;
        }
        cutoff.asked(what);
        answer.isFor(permission.route(), what);
        call.take(what, given);
        timeouts.reset();
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
        } else if (cutoff.mayBegin()) {
            call.begin(this);
        }
    }

    // ---- to Ollama

    @Override
    public void admitted(Lease admitted) {
        call.admitted(admitted, this, settled.get());
    }

    @Override
    public void refused(LeaseRefusal why) {
        boolean several = gateway.fleet().servers().size() > 1;
        refuse(() -> failures.noServer(why, several, call.lastFailure()));
    }

    @Override
    public UpstreamRequest request() {
        return call.request();
    }

    @Override
    public void carriedBy(RequestControl carrier) {
        call.carriedBy(carrier);
        inbound.goesOver(carrier);
        timeouts.reset();
        if (settled.get()) {
            carrier.abort(this);
        }
    }

    // ---- back to the caller

    @Override
    public void head(ResponseHead head) {
        call.answers();
        if (HeaderPolicy.isRedirect(head)) {
            call.release(this);
            failed(Failure.MALFORMED);
            return;
        }
        timeouts.reset();
        answer.head(head, call.overlooks(head.status()), call.goesOn(), inbound.isOwed());
    }

    @Override
    public void body(ByteBuffer piece) {
        timeouts.reset();
        try {
            answer.piece(piece);
        } catch (IOException e) {
            callerGone(e);
        }
    }

    @Override
    public void hold() {
        call.pause(this);
    }

    @Override
    public void goOn() {
        call.resume(this);
    }

    @Override
    public void end() {
        if (settled.get() || download.isComplete()) {
            return; // ended by us before
        }
        call.answered();
        if (call.goesOn() && !answer.isError()) {
            answer.endsBefore(call.nextServer());
            timeouts.reset();
            call.begin(this);
        } else {
            answer.end();
        }
    }

    @Override
    public void drained() {
        download.drain();
        if (cutoff.isSaid()) {
            call.release(this);
        }
    }

    @Override
    public boolean keepsPieces() {
        return download.keepsPieces();
    }

    @Override
    public void delivered() {
        if (settleForNow()) {
            inbound.leave(this::giveBack);
        }
    }

    private void giveBack() {
        ending.complete();
        gateway.fleet().ticker().remove(this);
    }

    @Override
    public void callerGone(Throwable failure) {
        if (settle()) {
            ending.abandon(failure);
        }
    }

    @Override
    public void failed(Failure failure) {
        if (!download.isComplete() && !settled.get() && !call.survives(failure, this, failures)) {
            end(() -> failures.inMidAnswer(failure), () -> failures.beforeAnswer(failure));
        }
    }

    // ---- while time passes

    @Override
    public void onTick(long now) {
        inbound.onTick(now);
        if (settled.get()) {
            if (ending.isOver(now)) {
                gateway.fleet().ticker().remove(this);
            }
            return;
        }
        if (cutoff.isOverdue(now)) {
            breakOff(failures::lastLineNotTaken);
        }
        if (!answer.isOllamas() && timeouts.isCallerStalled(now, inbound)) {
            refuse(failures::callerStalled);
        }
        if (call.isCarried() && timeouts.isOllamaSilent(now, inbound, answer.isOllamas(), download.isBlocked())) {
            end(failures::silent, failures::tooSlow);
        }
        if (missing.get() == 0 && inbound.isComplete() && presenceCheck.hasLeft(now) && settle()) {
            ending.callerLeft();
            gateway.fleet().ticker().remove(this);
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
                ending.refuse(refusal.get(), inbound);
            }
        } else if (!settled.get() && answer.endWith(refusal.get())) {
            call.release(this);
            download.drain();
        }
    }

    /** Whoever gets true here ends the exchange; nobody else may. */
    private boolean settle() {
        boolean first = settleForNow();
        if (first) {
            inbound.close();
        }
        return first;
    }

    /** The same, but for the rest of the body. */
    private boolean settleForNow() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        cutoff.strikeOut();
        call.release(this);
        return true;
    }
}
