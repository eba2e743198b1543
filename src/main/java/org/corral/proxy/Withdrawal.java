package org.corral.proxy;

import java.time.Duration;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.body.Asked;
import org.jspecify.annotations.Nullable;

/** Takes an answer from a caller who has lost the right to it: it is refused, ended with an error, or broken off. */
final class Withdrawal {
    /** For Ollama to complete the line that it is in, and for the caller to take it. */
    private static final Duration LAST_LINE_WITHIN = Duration.ofSeconds(10);

    private final Permission permission;
    private final Gateway gateway;
    private final ProxyExchange exchange;
    private final Download download;
    private final Failures failures;

    private volatile Asked asked = Asked.NOTHING;
    private volatile boolean possible; // the server is ready
    private volatile @Nullable Long since; // by System.nanoTime()

    Withdrawal(Permission permission, Gateway gateway, ProxyExchange exchange, Download download, Failures failures) {
        this.permission = permission;
        this.gateway = gateway;
        this.exchange = exchange;
        this.download = download;
        this.failures = failures;
    }

    void enlist() {
        gateway.running().add(this, permission);
    }

    void strikeOut() {
        gateway.running().remove(this, permission);
    }

    /** What the request asks for is known by now. */
    void asked(Asked what) {
        asked = what;
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
        Optional<Caller> now = gateway.running().asOfNow(permission.caller());
        return now.isPresent()
                && now.get().role().compareTo(permission.route().role()) >= 0
                && gateway.rule().refusal(now.get(), permission.path(), asked).isEmpty();
    }

    private void withdraw() {
        if (download.endWith(framing -> framing.lastLine(permission.path(), Failures.RIGHT_LOST))) {
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
