package org.corral.queue;

import java.time.Duration;

/**
 * The limits of a queue.
 *
 * @param length requests that may wait
 * @param perPerson of these, the most of one person
 * @param streamsPerPerson the most of one person that are answered at once
 * @param timeout that a request may wait
 * @param modelWait how long a request for a model that is not in a server's memory waits for those whose model is
 * @param residency how long a model stays the one that is served, in times of what it takes to load
 * @param credit how far ahead of others a person may come who was away, in time of a server
 */
public record QueueRules(
        int length,
        int perPerson,
        int streamsPerPerson,
        Duration timeout,
        Duration modelWait,
        double residency,
        Duration credit) {
    /** What an unknown model is taken to need until one was seen to load. */
    static final Duration USUAL_LOAD = Duration.ofSeconds(5);

    /** What a request is taken to cost where nothing is known yet. */
    static final Duration USUAL_COST = Duration.ofSeconds(1);
}
