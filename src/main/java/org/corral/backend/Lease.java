package org.corral.backend;

import java.util.HashSet;
import java.util.Set;
import org.corral.upstream.Failure;
import org.corral.upstream.ResponseListener;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one request: it waits for a server that has room, then holds that server's place until {@link #leave}.
 * Thread-safe; nothing here blocks.
 */
public final class Lease {

    /** Whoever waits. Called on any thread, perhaps before {@link #enter} returns; not after {@link #leave}. */
    public interface Owner {
        /** A server has room: {@link Lease#ask} may be called. Again after {@link Lease#next}. */
        void admitted(Lease lease);

        void refused(LeaseRefusal why);
    }

    private final AdmissionQueue queue;
    private final ServerRequirement requirement;
    private final Owner owner;
    private final long begun;

    // All below are guarded by turns.
    private final Set<Ollama> tried = new HashSet<>();
    private @Nullable Ollama server;
    private boolean over;

    Lease(AdmissionQueue queue, ServerRequirement requirement, Owner owner) {
        this.queue = queue;
        this.requirement = requirement;
        this.owner = owner;
        this.begun = queue.clock().nanos();
    }

    /** Asks for a place; without effect once it was left. */
    public void enter() {
        queue.enter(this);
    }

    /** Asks the server whose place this is. */
    public void ask(ResponseListener listener) {
        server().connections().ask(listener);
    }

    /** The server whose place this is, or was. */
    public Ollama server() {
        Ollama lent = queue.serverOf(this);
        if (lent == null) {
            throw new IllegalStateException("not admitted");
        }
        return lent;
    }

    /** The server has begun to answer, so it is up. */
    public void answered() {
        server().health().answered();
    }

    /** The server has failed, by its own fault. */
    public void failed(Failure failure) {
        server().health().failed(failure.text());
    }

    /** Nothing was sent, since the server can't be reached: waits for another one. */
    public void next() {
        queue.next(this);
    }

    /** Gives the place back, or stops waiting for one. Whatever is called afterwards has no effect. */
    public void leave() {
        queue.leave(this);
    }

    ServerRequirement requirement() {
        return requirement;
    }

    Owner owner() {
        return owner;
    }

    Set<Ollama> tried() {
        return tried;
    }

    @Nullable
    Ollama place() {
        return server;
    }

    void place(Ollama taken) {
        server = taken;
        tried.add(taken);
    }

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }

    long waits(long now) {
        return now - begun;
    }
}
