package org.corral.queue;

import java.util.Map;
import java.util.OptionalDouble;

/** What requests have cost of late, by runner key, in nanoseconds of a server. Keeps the keys used last. Guarded by its owner. */
final class Costs {
    /** The part of the newest. */
    private static final double NEWEST = 0.3;

    private final Map<RunnerKey, Double> means;

    /** @param most keys that are kept */
    Costs(int most) {
        means = new Recent<>(most);
    }

    void learn(RunnerKey key, double cost) {
        means.merge(key, cost, (mean, newest) -> mean + NEWEST * (newest - mean));
    }

    OptionalDouble of(RunnerKey key) {
        Double mean = means.get(key);
        return mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean);
    }
}
