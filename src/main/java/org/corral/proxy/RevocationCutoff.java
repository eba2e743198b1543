package org.corral.proxy;

import java.time.Duration;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.body.RequestedModels;
import org.jspecify.annotations.Nullable;

/** Takes an answer from a caller who has lost the right to it: it is refused, ended with an error, or broken off. */
final class RevocationCutoff {
    /** For Ollama to complete the line that it is in, and for the caller to take it. */
    private static final Duration LAST_LINE_WITHIN = Duration.ofSeconds(10);

    private final AdmittedRequest admitted;
    private final Gateway gateway;
    private final ProxyExchange exchange;
    private final Download download;
    private final Failures failures;

    private volatile RequestedModels requested = RequestedModels.NOTHING;
    private volatile boolean possible; // the server is ready
    private volatile @Nullable Long since; // by System.nanoTime()

    RevocationCutoff(
            AdmittedRequest admitted, Gateway gateway, ProxyExchange exchange, Download download, Failures failures) {
        this.admitted = admitted;
        this.gateway = gateway;
        this.exchange = exchange;
        this.download = download;
        this.failures = failures;
    }

    void enlist() {
        gateway.running().add(this, admitted);
    }

    void strikeOut() {
        gateway.running().remove(this, admitted);
    }

    /** What the request asks for is known by now. */
    void asked(RequestedModels what) {
        requested = what;
    }

    /** The right may have been lost after the filter looked, and before the exchange was among what is running. */
    boolean mayBegin() {
        possible = true;
        return review();
    }

    /** Whether the caller has the right to it still. May block for the database: not for Ollama's threads. */
    boolean review() {
        if (!possible || since != null || mayStill()) {
            return true;
        }
        withdraw();
        return false;
    }

    private boolean mayStill() {
        Optional<Caller> now = gateway.running().asOfNow(admitted.caller());
        return now.isPresent()
                && now.get().role().compareTo(admitted.route().role()) >= 0
                && gateway.rule().refusal(now.get(), admitted, requested).isEmpty();
    }

    private void withdraw() {
        if (download.endWith(framing -> framing.lastLine(admitted.path(), Failures.RIGHT_LOST))) {
            since = System.nanoTime();
            failures.rightLost();
            exchange.drained();
        } else if (!download.isComplete()) {
            exchange.end(failures::rightLost, failures::rightLost);
        }
    }

    /** Whether the last line is among what waits to be written, so that nothing is wanted from Ollama any more. */
    boolean isSaid() {
        return since != null && download.isComplete();
    }

    boolean isOverdue(long now) {
        Long begun = since;
        return begun != null && now - begun > LAST_LINE_WITHIN.toNanos();
    }
}
