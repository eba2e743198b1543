package org.corral.body;

/**
 * A text that takes the place of a part of a body.
 *
 * @param start the first byte that goes
 * @param end the first byte that stays
 */
record Edit(long start, long end, String with) {}
