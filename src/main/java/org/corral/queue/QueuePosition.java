package org.corral.queue;

import java.time.Duration;

/**
 * Where a request stands while it waits, by what is known now: who comes later and has had less will be before it.
 *
 * @param position 1 for the next one
 * @param of how many wait
 * @param estimate how long it will wait
 */
public record QueuePosition(int position, int of, Duration estimate) {}
