package org.corral.upstream;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request that is on its way out over a connection, if there is one. Thread-safe. */
final class RequestInFlight {
    private final Transport transport;
    private final Runnable fullOrNot;

    // Both are guarded by this.
    private @Nullable RequestWriter writer;
    private boolean full;

    /** @param fullOrNot called, with the lock held, when the connection takes no more at present, and when it does again */
    RequestInFlight(Transport transport, Runnable fullOrNot) {
        this.transport = transport;
        this.fullOrNot = fullOrNot;
    }

    /** Takes of the request's body, so that no other connection can carry it from here on. */
    synchronized void begin(UpstreamRequest next, String authority) {
        writer = new RequestWriter(next.head(authority), next.body());
    }

    /** Sends what there is, and what comes of the body meanwhile, as far as the connection takes it. */
    void goOn() {
        Optional<RequestWriter> hungry;
        do {
            hungry = send();
            // Without the lock: where the body comes from has locks of its own.
        } while (hungry.filter(RequestWriter::refill).isPresent());
    }

    /** @return what has room for more of its body; empty if nothing has */
    private synchronized Optional<RequestWriter> send() {
        RequestWriter current = writer;
        if (current == null) {
            return Optional.empty();
        }
        boolean wasFull = full;
        try {
            full = !current.send(transport);
        } catch (IOException e) {
            // The server may have said why before it closed: reading will tell.
            writer = null;
            full = false;
            current = null;
        }
        if (full != wasFull) {
            fullOrNot.run();
        }
        return Optional.ofNullable(current).filter(sent -> !full && sent.wantsMore());
    }

    /** Whether the connection should tell when it takes more. */
    synchronized boolean isFull() {
        return full;
    }

    synchronized boolean isComplete() {
        return writer != null && writer.isComplete();
    }

    synchronized void end() {
        writer = null;
        full = false;
    }
}
