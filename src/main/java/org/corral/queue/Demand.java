package org.corral.queue;

import java.util.Optional;

/**
 * What one request asks of the queue.
 *
 * @param person an id that all sessions and keys of a person share
 * @param weight 0.01 to 100: the person's share of the servers, relative to others; 1 for most
 * @param server the name of the one that it must be; empty if it may be any
 */
public record Demand(String person, double weight, ShareClass shareClass, RunnerKey key, Optional<String> server) {
    private static final double LEAST_WEIGHT = 0.01;
    private static final double MOST_WEIGHT = 100;

    public Demand {
        // Written so that NaN is refused, too.
        if (!(weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT)) {
            throw new IllegalArgumentException("weight must be 0.01 to 100");
        }
    }

    /** A request of the common kind. */
    public static Demand of(String person, RunnerKey key) {
        return new Demand(person, 1, ShareClass.INTERACTIVE, key, Optional.empty());
    }
}
