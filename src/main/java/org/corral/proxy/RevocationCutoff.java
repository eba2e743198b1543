package org.corral.proxy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.access.Caller;
import org.corral.body.RequestedModels;
import org.corral.timing.MonotonicClock;

/**
 * Ends a request before its time, since its caller has lost the right to the answer or this node is being stopped: refuses it, ends
 * the stream with an error, or breaks it off.
 */
final class RevocationCutoff {
    /** Why a request ends. */
    enum Cause {
        /** Its caller may have it no more. */
        RIGHT_LOST,
        /** This node takes no more requests. */
        STOPPED
    }

    /** Ends the answer. */
    @FunctionalInterface
    interface Cut {
        /** @return whether by a last line, which the caller has a while to take */
        boolean off(Cause cause);
    }

    /** For Ollama to complete the line that is open, and for the caller to take that and the last line. */
    private static final Duration LAST_LINE_WITHIN = Duration.ofSeconds(10);

    private final AdmittedRequest admitted;
    private final RunningRequests running;
    private final ModelRule rule;
    private final Phases phases;
    private final MonotonicClock clock;
    private final Cut cut;

    private volatile RequestedModels requested = RequestedModels.NOTHING;
    private volatile OptionalLong since = OptionalLong.empty(); // by the clock, when the last line was said

    RevocationCutoff(
            AdmittedRequest admitted,
            RunningRequests running,
            ModelRule rule,
            Phases phases,
            MonotonicClock clock,
            Cut cut) {
        this.admitted = admitted;
        this.running = running;
        this.rule = rule;
        this.phases = phases;
        this.clock = clock;
        this.cut = cut;
    }

    void enlist() {
        running.add(this, admitted);
    }

    void strikeOut() {
        running.remove(this, admitted);
    }

    /** The body has been read: the rules are applied to what it asks for from now on. */
    void asked(RequestedModels what) {
        requested = what;
    }

    /**
     * Takes the answer away if the caller has no right to it any more; not before the request is {@link Phase#QUEUED}. May block for
     * the database: not for the threads of Ollama's connections.
     *
     * @return whether the request may go on
     */
    boolean review() {
        if (phases.now().isBefore(Phase.QUEUED) || since.isPresent() || mayStill()) {
            return true;
        }
        end(Cause.RIGHT_LOST);
        return false;
    }

    /**
     * Asked before a request begins to wait for its turn.
     *
     * @return false if this node takes no more; then it has been ended
     */
    boolean mayBegin() {
        if (!running.isClosed()) {
            return true;
        }
        end(Cause.STOPPED);
        return false;
    }

    /** This node takes no more: ends the request if it waits for its turn. */
    void endWaiting() {
        if (phases.now() == Phase.QUEUED) {
            stop();
        }
    }

    /** This node takes no more, and waits no longer: ends the request, whatever it does. */
    void stop() {
        if (since.isEmpty()) {
            end(Cause.STOPPED);
        }
    }

    private void end(Cause cause) {
        if (cut.off(cause)) {
            since = OptionalLong.of(clock.nanos());
        }
    }

    private boolean mayStill() {
        Optional<Caller> now = running.asOfNow(admitted.caller());
        return now.isPresent()
                && now.get().role().compareTo(admitted.route().role()) >= 0
                && rule.refusal(now.get(), admitted, requested).isEmpty();
    }

    /** Whether the caller has not taken the last line in time. */
    boolean isOverdue(long now) {
        OptionalLong said = since;
        return said.isPresent() && now - said.getAsLong() > LAST_LINE_WITHIN.toNanos();
    }
}
