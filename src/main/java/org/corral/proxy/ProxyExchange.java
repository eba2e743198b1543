package org.corral.proxy;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Supplier;
import org.corral.backend.LeaseRefusal;
import org.corral.body.RequestedModels;
import org.corral.container.CallerStreams;
import org.corral.http.Refusal;
import org.corral.timing.Ticker;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestBody;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to Ollama and the answer on its way back: the whole story, in order. {@link Phases} knows how far it has
 * come. One thread settles it, whatever the way in which it ends, and gives back what it holds.
 *
 * <p>Locks: {@link UpstreamCall} has none. The monitor of the {@link Download} guards the {@link Answer} as well.
 * {@link InboundBody} and {@link Ending} have their own. None of these is taken while another one of them is held, and nobody is
 * called with one of them held but the {@link Download.Source}, and the ticker when the request is over. {@link #sent} is called
 * with the lock of Ollama's connection held. The last to be taken is always that of {@link Phases}.
 */
final class ProxyExchange implements InboundBody.Owner, UpstreamCall.Owner, Download.Owner, Ticker.Listener {
    private final AdmittedRequest admitted;
    private final Gateway gateway;
    private final Phases phases = new Phases();
    private final Failures failures;
    private final Timeouts timeouts;
    private final UpstreamCall call;
    private final InboundBody inbound;
    private final ServletOutputStream out;
    private final Download download;
    private final Answer answer;
    private final RevocationCutoff cutoff;
    private final Ending ending;
    private final PresenceCheck presence;

    private volatile @Nullable Refusal refusal; // of the body

    ProxyExchange(AsyncContext async, AdmittedRequest admitted, Gateway gateway) throws IOException {
        HttpServletRequest request = (HttpServletRequest) async.getRequest();
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        this.admitted = admitted;
        this.gateway = gateway;
        this.failures = new Failures(request);
        this.timeouts = gateway.timeouts(admitted.route().kind());
        this.call = new UpstreamCall(
                request.getMethod(),
                admitted,
                gateway.targets(admitted),
                gateway.fleet()::lease,
                phases,
                failures,
                this);
        this.inbound = gateway.inboundBodies().of(request, admitted, this);
        this.out = CallerStreams.out(request, response);
        this.download = new Download(out, gateway.streamBuffer(), call, this);
        this.answer = new Answer(response, download, admitted.path(), phases);
        if (HeaderPolicy.closes(request)) {
            answer.closesTheConnection();
        }
        this.cutoff = new RevocationCutoff(
                admitted, gateway.running(), gateway.rule(), phases, gateway.monotonic(), this::cutOff);
        this.ending = new Ending(async, download, gateway.monotonic(), this::settle, () -> gateway.ticker()
                .remove(this));
        this.presence = new PresenceCheck(timeouts, ending::look, answer, download, gateway.clock());
    }

    /** On the server's thread, which is let go at once; the server calls {@link #started()} when it is ready. */
    void begin() throws IOException {
        cutoff.enlist();
        gateway.ticker().add(this);
        inbound.begin();
        out.setWriteListener(download);
    }

    // ---- in from the caller

    @Override
    public void understood(RequestedModels requested, Optional<RequestBody> body) {
        Optional<Refusal> forbidden = gateway.rule().refusal(admitted.caller(), admitted, requested);
        if (forbidden.isPresent()) {
            notTaken(forbidden.get());
            return;
        }
        cutoff.asked(requested);
        answer.isFor(admitted.route(), requested);
        call.take(requested, body);
        timeouts.reset();
        if (phases.bodyRead()) {
            proceed();
        }
    }

    @Override
    public void notTaken(Refusal why) {
        // The server may not be ready yet to take even that.
        refusal = why;
        if (phases.bodyRead()) {
            proceed();
        }
    }

    @Override
    public void started() {
        if (phases.serverReady()) {
            proceed();
        }
    }

    /** The right may have been lost after the filter looked, and before the exchange was among what is running: looks again. */
    private void proceed() {
        Refusal why = refusal;
        if (why != null) {
            refuse(() -> why);
        } else if (cutoff.mayBegin() && cutoff.review()) {
            call.begin();
        }
    }

    // ---- to Ollama

    @Override
    public void sent(RequestControl carrier) {
        inbound.goesOver(carrier);
        timeouts.reset();
    }

    @Override
    public void noServer(LeaseRefusal why) {
        refuse(() -> failures.noServer(why, gateway.hasSeveral()));
    }

    // ---- back to the caller

    @Override
    public void head(ResponseHead head, boolean overlooked, boolean goesOn) {
        timeouts.reset();
        answer.head(head, overlooked, goesOn, inbound.isOwed());
    }

    @Override
    public void body(ByteBuffer piece) {
        timeouts.reset();
        try {
            if (answer.piece(piece)) {
                call.release();
            }
        } catch (IOException e) {
            callerGone(e);
        }
    }

    @Override
    public void drained() {
        download.drain();
    }

    @Override
    public boolean keepsPieces() {
        return download.keepsPieces();
    }

    @Override
    public boolean endsBefore(String next) {
        if (answer.isError()) {
            return false;
        }
        answer.endsBefore(next);
        timeouts.reset();
        return true;
    }

    @Override
    public void end() {
        answer.end();
    }

    @Override
    public void delivered() {
        if (phases.settle()) {
            release();
            inbound.leave(ending::complete);
        }
    }

    // ---- while time passes

    @Override
    public void onTick(long now) {
        inbound.onTick(now);
        ending.onTick(now);
        if (cutoff.isOverdue(now)) {
            breakOff(phases.settle(), failures::lastLineNotTaken);
        }
        if (phases.now().isBefore(Phase.STREAMING) && timeouts.isCallerStalled(now, inbound)) {
            refuse(failures::callerStalled);
        }
        if (phases.isCarried()
                && timeouts.isOllamaSilent(now, inbound, phases.now() == Phase.STREAMING, download.isBlocked())) {
            fail(failures::silent, failures::tooSlow);
        }
        if (phases.isUnderWay() && inbound.isComplete() && presence.hasLeft(now) && settle()) {
            ending.callerLeft();
        }
    }

    // ---- the end

    @Override
    public void failed(Failure failure) {
        fail(() -> failures.inMidAnswer(failure), () -> failures.beforeAnswer(failure));
    }

    @Override
    public void callerGone(Throwable failure) {
        if (settle()) {
            ending.abandon(failure);
        }
    }

    /** @return whether a last line tells the caller why the answer ends */
    private boolean cutOff(RevocationCutoff.Cause cause) {
        if (endWith(failures.lastLine(cause))) {
            failures.cut(cause);
            return true;
        }
        fail(() -> failures.cut(cause), () -> failures.cut(cause));
        return false;
    }

    /** Breaks off what Ollama has begun, having written the one line about it; refuses what it has not. */
    private void fail(Runnable log, Supplier<Refusal> why) {
        if (phases.now() == Phase.STREAMING && answer.hasBegun()) {
            breakOff(phases.fail(), log);
        } else {
            refuse(why);
        }
    }

    /** @param first whether this thread has settled the request */
    private void breakOff(boolean first, Runnable log) {
        if (first) {
            release();
            inbound.close();
            log.run();
            ending.breakOff();
        }
    }

    /** By a status, or by the last line of what was begun without Ollama. */
    private void refuse(Supplier<Refusal> why) {
        if (!answer.hasBegun()) {
            if (phases.fail()) {
                release();
                ending.refuse(why.get(), inbound);
            }
        } else if (phases.isOngoing()) {
            endWith(why.get());
            // Nothing completes a line that is open still.
            breakOff(phases.fail(), () -> {});
        }
    }

    /** @return false if a line can't be added to the answer */
    private boolean endWith(Refusal why) {
        if (!answer.endWith(why)) {
            return false;
        }
        if (!phases.isOngoing()) {
            call.release();
        }
        download.drain();
        return true;
    }

    /** @return whether this thread has settled the request, so that nobody else ends it */
    private boolean settle() {
        boolean first = phases.settle();
        if (first) {
            release();
            inbound.close();
        }
        return first;
    }

    /** Gives back everything but the body. */
    private void release() {
        cutoff.strikeOut();
        call.release();
    }
}
