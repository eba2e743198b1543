package org.corral.queue;

/** How urgent the requests of an API key are. An admin or the key's owner says so; a request can't. */
public enum ShareClass {
    /** Somebody waits for the answer. */
    INTERACTIVE(1),
    /** Nobody does: such a request counts ten times in the order, and may be taken back for an interactive one. */
    BATCH(0.1);

    private final double weight;

    ShareClass(double weight) {
        this.weight = weight;
    }

    double weight() {
        return weight;
    }
}
