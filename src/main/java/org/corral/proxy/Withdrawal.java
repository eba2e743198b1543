package org.corral.proxy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Takes an answer from a caller who has lost the right to it: it is refused, ended with an error, or broken off. */
final class Withdrawal {
    /** For Ollama to complete the line that it is in, and for the caller to take it. */
    private static final Duration LAST_LINE_WITHIN = Duration.ofSeconds(10);

    private final Permission permission;
    private final Running running;
    private final ProxyExchange exchange;
    private final Download download;
    private final Failures failures;

    private volatile boolean possible; // the server is ready
    private volatile @Nullable Long since; // by System.nanoTime()

    Withdrawal(Permission permission, Running running, ProxyExchange exchange, Download download, Failures failures) {
        this.permission = permission;
        this.running = running;
        this.exchange = exchange;
        this.download = download;
        this.failures = failures;
    }

    void enlist() {
        running.add(this, permission);
    }

    void strikeOut() {
        running.remove(this, permission);
    }

    /** The right may have been lost after the filter looked, and before the exchange was among what is running. */
    boolean mayBegin() {
        possible = true;
        return review();
    }

    /** Whether the caller has the right to it still. May block for the database: not for Ollama's threads. */
    boolean review() {
        if (!possible || since != null || running.isPermitted(permission)) {
            return true;
        }
        withdraw();
        return false;
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
