package org.corral.proxy;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The phase of one request, and every way in which it changes. Each method tries one transition; of several threads that try to
 * leave a phase, one succeeds. Its monitor guards the phase while it changes, and calls nobody, so that any other lock may be held.
 *
 * <table>
 * <caption>What may follow what</caption>
 * <tr><th>phase</th><th>next</th></tr>
 * <tr><td>RECEIVING</td><td>READ, WRITABLE, SETTLED</td></tr>
 * <tr><td>READ</td><td>QUEUED, SETTLED</td></tr>
 * <tr><td>WRITABLE</td><td>QUEUED, SETTLED</td></tr>
 * <tr><td>QUEUED</td><td>QUEUED, SENT; DELIVERING if a stream has begun that can say why it ends; SETTLED</td></tr>
 * <tr><td>SENT</td><td>STREAMING; QUEUED if the server can't be reached; DELIVERING as above; SETTLED</td></tr>
 * <tr><td>STREAMING</td><td>QUEUED if another server is next; DELIVERING; SETTLED</td></tr>
 * <tr><td>DELIVERING</td><td>SETTLED</td></tr>
 * <tr><td>SETTLED</td><td>none</td></tr>
 * </table>
 */
final class Phases {
    private static final Map<Phase, Set<Phase>> NEXT = new EnumMap<>(Map.of(
            Phase.RECEIVING, Set.of(Phase.READ, Phase.WRITABLE, Phase.SETTLED),
            Phase.READ, Set.of(Phase.QUEUED, Phase.SETTLED),
            Phase.WRITABLE, Set.of(Phase.QUEUED, Phase.SETTLED),
            Phase.QUEUED, Set.of(Phase.QUEUED, Phase.SENT, Phase.DELIVERING, Phase.SETTLED),
            Phase.SENT, Set.of(Phase.STREAMING, Phase.QUEUED, Phase.DELIVERING, Phase.SETTLED),
            Phase.STREAMING, Set.of(Phase.QUEUED, Phase.DELIVERING, Phase.SETTLED),
            Phase.DELIVERING, Set.of(Phase.SETTLED),
            Phase.SETTLED, Set.of()));

    private volatile Phase phase = Phase.RECEIVING;

    Phase now() {
        return phase;
    }

    /** Whether a response is still expected of Ollama, or will be. */
    boolean isOngoing() {
        return phase.isBefore(Phase.DELIVERING);
    }

    /** Whether a connection carries the request, so that something should come of it in time. */
    boolean isCarried() {
        Phase at = phase;
        return at == Phase.SENT || at == Phase.STREAMING;
    }

    /** Whether all has been done that the request needs of its caller, and how it ends is not decided. */
    boolean isUnderWay() {
        Phase at = phase;
        return !at.isBefore(Phase.QUEUED) && at.isBefore(Phase.SETTLED);
    }

    /**
     * The body has been read, or is refused.
     *
     * @return whether the server is ready too, so that the request can go on
     */
    synchronized boolean bodyRead() {
        return move(phase == Phase.WRITABLE ? Phase.QUEUED : Phase.READ) && phase == Phase.QUEUED;
    }

    /**
     * The server is ready to be written to.
     *
     * @return whether the body has been read too, so that the request can go on
     */
    synchronized boolean serverReady() {
        return move(phase == Phase.READ ? Phase.QUEUED : Phase.WRITABLE) && phase == Phase.QUEUED;
    }

    /**
     * A connection carries the request. Without effect if that is the next of several: the request is sent once more, or to
     * several servers.
     *
     * @return false if nothing is expected of Ollama any more
     */
    synchronized boolean sent() {
        return isCarried() || move(Phase.SENT);
    }

    /**
     * The response has begun.
     *
     * @return false if nothing is expected of Ollama any more
     */
    synchronized boolean streaming() {
        return move(Phase.STREAMING);
    }

    /**
     * The request needs another server.
     *
     * @return false if nothing is expected of Ollama any more
     */
    synchronized boolean queued() {
        if (phase.isBefore(Phase.QUEUED)) {
            throw canNotBe(Phase.QUEUED);
        }
        return move(Phase.QUEUED);
    }

    /**
     * Nothing can be added to the answer any more.
     *
     * @return false if that was so before, or the request is settled
     */
    synchronized boolean delivering() {
        return move(Phase.DELIVERING);
    }

    /**
     * The request fails, unless the answer is complete.
     *
     * @return whether the caller of this decides how it ends; nobody else may
     */
    synchronized boolean fail() {
        return move(Phase.SETTLED);
    }

    /**
     * The request ends, whatever its phase.
     *
     * @return whether the caller of this decides how it ends; nobody else may
     */
    synchronized boolean settle() {
        boolean first = phase != Phase.SETTLED;
        phase = Phase.SETTLED;
        return first;
    }

    /** From any phase in which something is still expected of Ollama; false from the others. */
    private boolean move(Phase to) {
        if (!isOngoing()) {
            return false;
        }
        if (!NEXT.getOrDefault(phase, Set.of()).contains(to)) {
            throw canNotBe(to);
        }
        phase = to;
        return true;
    }

    private IllegalStateException canNotBe(Phase to) {
        return new IllegalStateException("a request that is " + phase + " can't be " + to);
    }
}
