package org.corral.proxy;

import java.time.Clock;
import org.corral.container.Presence;

/** Finds out, while Ollama is silent, whether somebody still waits for the answer: by a look at the connection, and by heartbeats. */
record PresenceCheck(Timeouts timeouts, Ending ending, Answer answer, Download download, Clock clock) {

    /** Whether nobody is there any more. May write to the caller. */
    boolean hasLeft(long now) {
        Presence presence = timeouts.wantsLook(now) ? ending.look() : Presence.THERE;
        if (presence == Presence.GONE) {
            return true;
        }
        boolean asks = presence == Presence.HALF_CLOSED || timeouts.wantsHeartbeat(now);
        if (asks && answer.beat(clock.instant())) {
            // Who has left answers it with a reset, which the next look finds.
            download.drain();
            return false;
        }
        return presence == Presence.HALF_CLOSED && !answer.isStreamed();
    }
}
