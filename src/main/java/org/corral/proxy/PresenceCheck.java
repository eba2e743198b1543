package org.corral.proxy;

import java.time.Clock;
import java.util.function.Supplier;
import org.corral.container.Presence;

/**
 * Finds out, while Ollama is silent, whether the caller still waits for the answer: by a look at the caller's connection, and by
 * heartbeats.
 *
 * @param connection looks at the connection
 */
record PresenceCheck(Timeouts timeouts, Supplier<Presence> connection, Answer answer, Download download, Clock clock) {

    /** Whether the caller is not there any more. May write to them. */
    boolean hasLeft(long now) {
        Presence presence = timeouts.wantsLook(now) ? connection.get() : Presence.THERE;
        if (presence == Presence.GONE) {
            return true;
        }
        if (presence == Presence.UNTOLD) {
            timeouts.repeatHeartbeats();
        }
        boolean asks = presence == Presence.HALF_CLOSED || timeouts.wantsHeartbeat(now);
        if (asks && answer.beat(clock.instant())) {
            // A caller who has left answers it with a reset, which the next look finds.
            download.drain();
            return false;
        }
        return presence == Presence.HALF_CLOSED && !answer.isStreamed();
    }
}
