package org.corral.upstream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The question that is on its way out over a connection, if there is one. Thread-safe. */
final class Sending {
    private final Transport transport;
    private final Runnable fullOrNot;

    // Both are guarded by this.
    private @Nullable Outgoing outgoing;
    private boolean full;

    /** @param fullOrNot called, with the lock held, when the connection takes no more at present, and when it does again */
    Sending(Transport transport, Runnable fullOrNot) {
        this.transport = transport;
        this.fullOrNot = fullOrNot;
    }

    synchronized void begin(Outgoing next) {
        outgoing = next;
    }

    /** @return whether there is room for more of the body */
    synchronized boolean goOn() {
        if (outgoing == null) {
            return false;
        }
        boolean wasFull = full;
        try {
            full = !outgoing.send(transport);
        } catch (IOException e) {
            // The server may have said why before it closed: whatever is to be read tells.
            outgoing = null;
            full = false;
        }
        if (full != wasFull) {
            fullOrNot.run();
        }
        return !full && outgoing != null && outgoing.wantsMore();
    }

    /** Whether the connection should tell when it takes more. */
    synchronized boolean isFull() {
        return full;
    }

    synchronized boolean isComplete() {
        return outgoing != null && outgoing.isComplete();
    }

    synchronized void end() {
        outgoing = null;
        full = false;
    }
}
