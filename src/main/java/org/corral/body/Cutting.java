package org.corral.body;

import java.time.Duration;
import java.util.Set;

/**
 * What is taken out of a body, or cut to what is permitted, since programs send it without being asked to.
 *
 * @param what of which a body has no more afterwards than is permitted
 * @param longestKeepAlive for which a model may be held in memory
 */
public record Cutting(Set<Extra> what, Duration longestKeepAlive) {
    public Cutting {
        what = Set.copyOf(what);
    }
}
