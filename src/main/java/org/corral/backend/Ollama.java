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
    private int taken; // places; guarded by the lock of the AdmissionQueue
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

    // ---- with the lock of the AdmissionQueue held

    boolean hasRoom() {
        return taken < limit;
    }

    /**
     * Lets a request in.
     *
     * @param place whether it needs a place
     * @return false if there is none
     */
    boolean enter(boolean place) {
        if (place) {
            if (!hasRoom()) {
                return false;
            }
            taken++;
        }
        inFlight.incrementAndGet();
        return true;
    }

    /** @param place whether it had one */
    void leave(boolean place) {
        if (place) {
            taken--;
        }
        inFlight.decrementAndGet();
    }

    // ---- at any time

    /** How much it would have to do with one request more, by its weight and how long it has been back. */
    double load(long now) {
        return (inFlight.get() + 1) / (settings.weight() * health.share(now));
    }

    @Override
    public String toString() {
        return settings.name();
    }
}
