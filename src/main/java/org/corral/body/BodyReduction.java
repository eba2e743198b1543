package org.corral.body;

import java.time.Duration;
import java.util.Set;

/**
 * Which members are taken out of a body, or cut to what is permitted, since programs send them by themselves.
 *
 * @param what of which a body has no more afterwards than is permitted
 * @param longestKeepAlive for which a model may be held in memory
 */
public record BodyReduction(Set<PrivilegedOption> what, Duration longestKeepAlive) {
    public BodyReduction {
        what = Set.copyOf(what);
    }
}
