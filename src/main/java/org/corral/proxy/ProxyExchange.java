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
import org.corral.backend.Watch;
import org.corral.backend.Wish;
import org.corral.body.Asked;
import org.corral.body.WholeBody;
import org.corral.http.Refusal;
import org.corral.model.ModelName;
import org.corral.servers.Presence;
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
    private final String method;
    private final Gateway gateway;
    private final Failures failures;
    private final Incoming incoming;
    private final Download download;
    private final Answer answer;
    private final Round round;
    private final Withdrawal withdrawal;
    private final Ending ending;
    private final Patience patience;
    private final AtomicInteger missing = new AtomicInteger(2); // the server's readiness, and the body
    private final AtomicBoolean settled = new AtomicBoolean();

    private volatile @Nullable Refusal notTaken;
    private volatile Asked asked = Asked.NOTHING;
    private volatile Supplier<Optional<RequestBody>> body = Optional::empty;
    private volatile @Nullable Question question;
    private volatile @Nullable Turn turn;
    private volatile @Nullable Connection connection;
    private volatile boolean askedAgain;
    private volatile boolean answered; // wholly, by Ollama
    private volatile Failure lastFailure = Failure.UNREACHABLE;

    ProxyExchange(AsyncContext async, Permission permission, Gateway gateway) throws IOException {
        HttpServletRequest request = (HttpServletRequest) async.getRequest();
        HttpServletResponse response = (HttpServletResponse) async.getResponse();
        this.permission = permission;
        this.method = request.getMethod();
        this.gateway = gateway;
        this.failures = new Failures(request);
        this.incoming = gateway.arrivals().of(request, permission, this);
        this.download = new Download(
                response.getOutputStream(),
                gateway.settings().bodies().streamBuffer().toInt(),
                this);
        this.answer = new Answer(response, download, permission.path());
        this.round = Round.of(permission, gateway.fleet().servers());
        this.withdrawal = new Withdrawal(permission, gateway, this, download, failures);
        this.ending = new Ending(async, download, this::settle);
        this.patience = new Patience(gateway.settings().patience());
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
        asked = what;
        body = round.goesOn() && given.orElse(null) instanceof WholeBody whole
                ? () -> Optional.of(whole.repeated())
                : () -> given;
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
            enter(round.next());
        }
    }

    private void enter(Optional<String> server) {
        question = new Question(method, permission.target(), permission.fields(), body.get());
        Optional<ModelName> model = asked.models().stream()
                .findFirst()
                .flatMap(name -> ModelName.readings(name).stream().findFirst());
        turn = gateway.fleet().enter(new Wish(model, server), this);
    }

    // ---- to Ollama

    @Override
    public void admitted(Turn admitted) {
        turn = admitted;
        if (settled.get()) {
            admitted.leave();
        } else {
            admitted.ask(this);
        }
    }

    @Override
    public void refused(Refused why) {
        boolean several = gateway.fleet().servers().size() > 1;
        refuse(() -> failures.noServer(why, several, lastFailure));
    }

    @Override
    public Question question() {
        return known(question);
    }

    @Override
    public void carriedBy(Connection carrier) {
        connection = carrier;
        incoming.goesOver(carrier);
        patience.reset();
        if (settled.get()) {
            carrier.abort();
        }
    }

    // ---- back to the caller

    @Override
    public void head(AnswerHead head) {
        known(turn).answered();
        if (HeaderPolicy.isRedirect(head)) {
            release();
            failed(Failure.MALFORMED);
            return;
        }
        patience.reset();
        answer.head(head, round.goesOn());
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
        known(connection).pause();
    }

    @Override
    public void goOn() {
        known(connection).resume();
    }

    @Override
    public void end() {
        answered = true;
        // The next request may have the place before the caller has read all of this answer.
        known(turn).leave();
        if (round.goesOn() && !answer.isError() && !settled.get()) {
            askNext();
        } else {
            answer.end();
        }
    }

    private void askNext() {
        Optional<String> server = round.next();
        answer.endsBefore(server.orElse(""));
        answered = false;
        connection = null;
        patience.reset();
        enter(server);
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
            gateway.fleet().watch().remove(this);
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
        Turn taken = known(turn);
        if (failure == Failure.STALE && question().isSafe() && !askedAgain) {
            // RFC 9112, 9.3.1: the server may close an idle connection in the moment in which it is used again.
            askedAgain = true;
            taken.ask(this);
            return;
        }
        taken.failed(failure);
        if (failure.isBeforeTheQuestion()) {
            failures.unreachable(taken.server(), failure);
            taken.next();
        } else {
            end(() -> failures.inMidAnswer(failure), () -> failures.beforeAnswer(failure));
        }
    }

    // ---- while time passes

    @Override
    public void look(long now) {
        if (settled.get()) {
            if (ending.isOver(now)) {
                gateway.fleet().watch().remove(this);
            }
            return;
        }
        incoming.look(now);
        if (withdrawal.isOverdue(now)) {
            breakOff(failures::lastLineNotTaken);
        }
        if (!answer.isOllamas() && patience.isCallerStalled(now, incoming)) {
            refuse(failures::callerStalled);
        }
        if (connection != null && patience.isOllamaSilent(now, incoming, answer.isOllamas(), download.isBlocked())) {
            end(failures::silent, failures::tooSlow);
        }
        if (missing.get() == 0 && incoming.isComplete()) {
            lookAtCaller(now);
        }
    }

    private void lookAtCaller(long now) {
        Presence presence = patience.wantsLook(now) ? ending.look() : Presence.THERE;
        boolean beats = false;
        if (presence != Presence.GONE && (presence == Presence.SENDS_NO_MORE || patience.wantsHeartbeat(now))) {
            beats = answer.beat();
        }
        if (beats) {
            // Who has left answers it with a reset, which the next look finds.
            download.drain();
        } else if (presence == Presence.GONE || (presence == Presence.SENDS_NO_MORE && !answer.isStreamed())) {
            callerLeft();
        }
    }

    private void callerLeft() {
        if (settle()) {
            ending.callerLeft();
            gateway.fleet().watch().remove(this);
        }
    }

    // ---- the end

    /** Breaks off what Ollama has begun, having written the one line about it; refuses what it has not. */
    void end(Runnable log, Supplier<Refusal> refusal) {
        if (answer.isOllamas()) {
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
            if (settle()) {
                ending.refuse(refusal.get());
            }
        } else if (!settled.get() && answer.endWith(refusal.get())) {
            release();
            download.drain();
        }
    }

    /** Whoever gets true here ends the exchange; nobody else may. */
    private boolean settle() {
        if (!settled.compareAndSet(false, true)) {
            return false;
        }
        withdrawal.strikeOut();
        incoming.close();
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

    /** What must be there by now. */
    private static <T> T known(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("too early");
        }
        return part;
    }
}
