package org.corral.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.corral.settings.OllamaServer;
import org.corral.upstream.Connections;

/** One Ollama: what is set of it, and what is known of it. Thread-safe. */
public final class Ollama {
    private final OllamaServer settings;
    private final Connections connections;
    private final int limit;
    private final Health health;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile Inventory inventory = Inventory.UNKNOWN;

    Ollama(OllamaServer settings, Connections connections, int limit, Health health) {
        this.settings = settings;
        this.connections = connections;
        this.limit = limit;
        this.health = health;
    }

    /** Its name, weight and limit, as they were set. */
    public OllamaServer settings() {
        return settings;
    }

    /** Over which it is asked. */
    public Connections connections() {
        return connections;
    }

    /** Whether it is taken to be up. */
    public boolean isUp() {
        return health.isUp();
    }

    /** How long it has been up, or down. */
    public Duration since() {
        return health.lasts();
    }

    /** What went wrong last; empty if nothing did. */
    public Optional<String> lastError() {
        return Optional.of(health.lastError()).filter(text -> !text.isEmpty());
    }

    Health health() {
        return health;
    }

    /** What it said last of its models. */
    public Inventory inventory() {
        return inventory;
    }

    void inventory(Inventory said) {
        inventory = said;
    }

    /** How many requests it answers at present. */
    public int inFlight() {
        return inFlight.get();
    }

    boolean hasRoom() {
        return inFlight.get() < limit;
    }

    /** To be asked with the lock of {@link AdmissionQueue} held, as all that decides who is let in. */
    boolean enter() {
        if (!hasRoom()) {
            return false;
        }
        inFlight.incrementAndGet();
        return true;
    }

    void leave() {
        inFlight.decrementAndGet();
    }

    /** What it gets beside others, by its weight and how long it has been back: less is more. */
    double load(long now) {
        return (inFlight.get() + 1) / (settings.weight() * health.share(now));
    }

    @Override
    public String toString() {
        return settings.name();
    }
}
