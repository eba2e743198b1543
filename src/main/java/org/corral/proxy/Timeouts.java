package org.corral.proxy;

import java.time.Duration;
import java.util.OptionalLong;
import org.corral.ollama.RouteKind;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.MonotonicClock;

/** How long to wait for what: for the caller's next byte, for Ollama's first, for Ollama's next; and when to say that one waits. */
final class Timeouts {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final TimeoutSettings settings;
    private final RouteKind kind;
    private final MonotonicClock clock;
    private final long begun; // by the clock, as all below
    private volatile long since;
    private volatile long lastBeat;
    private volatile long lastLook;

    Timeouts(TimeoutSettings settings, RouteKind kind, MonotonicClock clock) {
        this.settings = settings;
        this.kind = kind;
        this.clock = clock;
        this.begun = clock.nanos();
        this.since = begun;
        this.lastBeat = begun;
        this.lastLook = begun;
    }

    /** Something came or went. */
    void reset() {
        since = clock.nanos();
    }

    /** Whether the caller has stopped in mid-body or, where it takes memory meanwhile, is too slow with the whole of it. */
    boolean isCallerStalled(long now, InboundBody inbound) {
        OptionalLong owed = inbound.owedSince();
        if (owed.isEmpty()) {
            return false;
        }
        boolean tooSlow =
                kind != RouteKind.UPLOAD && now - begun > settings.body().toNanos();
        return tooSlow || now - owed.getAsLong() > settings.upload().toNanos();
    }

    /** @param blocked whether it is the caller who does not take what Ollama has sent */
    boolean isOllamaSilent(long now, InboundBody inbound, boolean headSeen, boolean blocked) {
        if (blocked || (!headSeen && inbound.owedSince().isPresent())) {
            since = now;
            return false;
        }
        boolean underWay = headSeen || !inbound.isComplete();
        Duration limit = underWay ? settings.silence() : settings.firstByte();
        long most = kind == RouteKind.MANAGE
                ? Math.max(limit.toNanos(), settings.manage().toNanos())
                : limit.toNanos();
        long last = since;
        OptionalLong sent = inbound.lastTaken();
        long silent = sent.isPresent() ? Math.min(now - last, now - sent.getAsLong()) : now - last;
        return silent > most;
    }

    /** Whether there was silence for a second, since the last time as well: somebody may have left meanwhile. */
    boolean wantsLook(long now) {
        if (now - since < LOOK.toNanos() || now - lastLook < LOOK.toNanos()) {
            return false;
        }
        lastLook = now;
        return true;
    }

    /** Whether there was silence for so long, since the last time as well. */
    boolean wantsHeartbeat(long now) {
        long every = settings.heartbeat().toNanos();
        if (every == 0 || now - since < every || now - lastBeat < every) {
            return false;
        }
        lastBeat = now;
        return true;
    }
}
