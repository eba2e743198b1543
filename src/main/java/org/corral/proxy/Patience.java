package org.corral.proxy;

import java.time.Duration;
import java.util.OptionalLong;
import org.corral.settings.PatienceSettings;

/** How long to wait for what: for the caller's next byte, for Ollama's first, for Ollama's next; and when to say that one waits. */
final class Patience {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final PatienceSettings settings;
    private final Duration atLeast; // for Ollama
    private volatile long since = System.nanoTime();
    private volatile long lastBeat = since;
    private volatile long lastLook = since;

    Patience(PatienceSettings settings, Use use) {
        this.settings = settings;
        this.atLeast = use == Use.MANAGE ? settings.manage() : Duration.ZERO;
    }

    /** Something came or went. */
    void reset() {
        since = System.nanoTime();
    }

    /** Whether the caller has stopped in mid-body. */
    boolean isCallerStalled(long now, Incoming incoming) {
        OptionalLong owed = incoming.owedSince();
        return owed.isPresent() && now - owed.getAsLong() > settings.upload().toNanos();
    }

    /** @param blocked whether it is the caller who does not take what Ollama has sent */
    boolean isOllamaSilent(long now, Incoming incoming, boolean headSeen, boolean blocked) {
        if (blocked || (!headSeen && incoming.owedSince().isPresent())) {
            since = now;
            return false;
        }
        boolean underWay = headSeen || !incoming.isComplete();
        Duration limit = underWay ? settings.silence() : settings.firstByte();
        long most = Math.max(limit.toNanos(), atLeast.toNanos());
        long moved = Math.max(since - now, incoming.lastTaken() - now);
        return -moved > most;
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
