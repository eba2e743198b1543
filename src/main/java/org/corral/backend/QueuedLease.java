package org.corral.backend;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.corral.settings.OllamaServer;
import org.corral.upstream.Failure;
import org.corral.upstream.ResponseListener;
import org.jspecify.annotations.Nullable;

/** The lease of a request that waits in the {@link AdmissionQueue}, or has been let in by it. */
final class QueuedLease implements Lease {
    private final AdmissionQueue queue;
    private final ServerRequirement requirement;
    private final Lease.Owner owner;
    private final Consumer<Ollama> recheck;
    private final long begun;

    // All below are guarded by the queue.
    private final Set<Ollama> tried = new HashSet<>();
    private @Nullable Ollama server;
    private boolean over;

    /** @param recheck has a server say what it has */
    QueuedLease(AdmissionQueue queue, ServerRequirement requirement, Lease.Owner owner, Consumer<Ollama> recheck) {
        this.queue = queue;
        this.requirement = requirement;
        this.owner = owner;
        this.recheck = recheck;
        this.begun = queue.clock().nanos();
    }

    @Override
    public void enter() {
        queue.enter(this);
    }

    @Override
    public void ask(ResponseListener listener) {
        known().connections().ask(listener);
    }

    @Override
    public OllamaServer server() {
        return known().settings();
    }

    private Ollama known() {
        Ollama lent = queue.serverOf(this);
        if (lent == null) {
            throw new IllegalStateException("no server has let this request in yet");
        }
        return lent;
    }

    @Override
    public void answered() {
        known().health().answered();
    }

    @Override
    public void failed(Failure failure) {
        known().health().failed(failure.text());
    }

    @Override
    public void next() {
        queue.next(this);
    }

    @Override
    public void leave() {
        queue.leave(this);
    }

    @Override
    public void recheck() {
        recheck.accept(known());
    }

    ServerRequirement requirement() {
        return requirement;
    }

    Lease.Owner owner() {
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
