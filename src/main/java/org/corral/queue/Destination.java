package org.corral.queue;

import java.util.Optional;
import java.util.Set;

/**
 * Where a request may go. All requests with the same destination suit the same servers.
 *
 * @param server the name of the one that it must be; empty if it may be any
 * @param tried names of servers that could not be reached
 */
public record Destination(RunnerKey key, Optional<String> server, Set<String> tried) {
    public Destination {
        tried = Set.copyOf(tried);
    }
}
