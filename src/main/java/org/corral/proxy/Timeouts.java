package org.corral.proxy;

import java.time.Duration;
import java.util.OptionalLong;
import org.corral.ollama.RouteKind;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.MonotonicClock;

/**
 * The time-outs of one request: for the next byte of its body, for the first byte of the response, for the next one; and when it is
 * time for a look at the caller's connection and for a heartbeat.
 */
final class Timeouts {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int REPEATS = 2;

    private final TimeoutSettings settings;
    private final RouteKind kind;
    private final MonotonicClock clock;
    private final long begun; // by the clock, as all below
    private volatile long lastMove; // of a byte, to Ollama or back
    private volatile long lastBeat;
    private volatile long lastLook;
    private volatile int repeats; // of each heartbeat
    private int repeated; // of the last one; used by the thread of the ticker alone

    Timeouts(TimeoutSettings settings, RouteKind kind, MonotonicClock clock) {
        this.settings = settings;
        this.kind = kind;
        this.clock = clock;
        this.begun = clock.nanos();
        this.lastMove = begun;
        this.lastBeat = begun;
        this.lastLook = begun;
    }

    /** A byte has moved, to Ollama or back, so that all waits begin again. */
    void reset() {
        lastMove = clock.nanos();
    }

    /**
     * Whether the caller has not sent the next byte of the body in time, or not all of a body that is held in memory meanwhile.
     */
    boolean isCallerStalled(long now, InboundBody inbound) {
        OptionalLong owed = inbound.owedSince();
        if (owed.isEmpty()) {
            return false;
        }
        boolean tooSlow =
                kind != RouteKind.UPLOAD && now - begun > settings.body().toNanos();
        return tooSlow || now - owed.getAsLong() > settings.upload().toNanos();
    }

    /**
     * Whether Ollama has neither taken nor sent a byte in time.
     *
     * @param streaming whether the response has begun
     * @param blocked whether the caller does not take the bytes that Ollama has sent
     */
    boolean isOllamaSilent(long now, InboundBody inbound, boolean streaming, boolean blocked) {
        if (blocked || (!streaming && inbound.owedSince().isPresent())) {
            lastMove = now;
            return false;
        }
        boolean underWay = streaming || !inbound.isComplete();
        Duration limit = underWay ? settings.silence() : settings.firstByte();
        long most = kind == RouteKind.MANAGE
                ? Math.max(limit.toNanos(), settings.manage().toNanos())
                : limit.toNanos();
        long last = lastMove;
        OptionalLong sent = inbound.lastTaken();
        long silent = sent.isPresent() ? Math.min(now - last, now - sent.getAsLong()) : now - last;
        return silent > most;
    }

    /** Whether no byte has moved for a second, and a second has passed since this last returned true. */
    boolean wantsLook(long now) {
        if (now - lastMove < LOOK.toNanos() || now - lastLook < LOOK.toNanos()) {
            return false;
        }
        lastLook = now;
        return true;
    }

    /**
     * From now on each heartbeat is followed by others at once. The machine of a caller who has left answers the first one with a
     * reset; the second one fails for that, or, on a server that writes on a thread of its own, the third.
     */
    void repeatHeartbeats() {
        repeats = REPEATS;
    }

    /** Whether no byte has moved for the time between two heartbeats, and this has not returned true for as long, repeats aside. */
    boolean wantsHeartbeat(long now) {
        long every = settings.heartbeat().toNanos();
        if (every == 0 || now - lastMove < every) {
            repeated = repeats;
            return false;
        }
        if (now - lastBeat >= every) {
            lastBeat = now;
            repeated = 0;
            return true;
        }
        int done = repeated; // one thread alone looks
        if (done >= repeats) {
            return false;
        }
        repeated = done + 1;
        return true;
    }
}
