package org.corral.backend;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.corral.settings.OllamaServer;
import org.corral.upstream.Connections;

/** One Ollama server: its settings, and what is known of it. Thread-safe. */
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

    /** The connections to it. */
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

    /** The text of the last failure; empty if there was none. */
    public Optional<String> lastError() {
        return Optional.of(health.lastError()).filter(text -> !text.isEmpty());
    }

    Health health() {
        return health;
    }

    /** The models that it had when it was last asked. */
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

    /** Takes a place, if there is one. With the lock of {@link AdmissionQueue} held. */
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

    /** How much it would have to do with one request more, by its weight and how long it has been back. */
    double load(long now) {
        return (inFlight.get() + 1) / (settings.weight() * health.share(now));
    }

    @Override
    public String toString() {
        return settings.name();
    }
}
