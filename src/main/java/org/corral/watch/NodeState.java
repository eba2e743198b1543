package org.corral.watch;

/** What this node does at present: one of {@link State}. Thread-safe; each transition is one of the methods. */
public final class NodeState {
    /** From start to stop. */
    public enum State {
        /** Its parts are being put together; no request has been let in yet. */
        STARTING,
        /** It takes requests. */
        READY,
        /** It takes no new requests, until an admin wants it to again; those that run may finish. */
        DRAINING,
        /** It takes no new requests, because the server stops it. Nothing comes after this. */
        STOPPING;

        /** As it is written in answers. */
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private volatile State state = State.STARTING;

    public State now() {
        return state;
    }

    /** Everything has been put together. */
    public synchronized void started() {
        move(State.STARTING, State.READY);
    }

    /**
     * An admin wants no new requests.
     *
     * @return whether that is new
     */
    public synchronized boolean drain() {
        return move(State.READY, State.DRAINING);
    }

    /**
     * An admin wants requests again.
     *
     * @return false unless it was an admin who wanted none
     */
    public synchronized boolean resume() {
        return move(State.DRAINING, State.READY);
    }

    /**
     * The server stops Corral.
     *
     * @return whether that is new
     */
    public synchronized boolean stop() {
        boolean first = state != State.STOPPING;
        state = State.STOPPING;
        return first;
    }

    private boolean move(State from, State to) {
        if (state != from) {
            return false;
        }
        state = to;
        return true;
    }
}
