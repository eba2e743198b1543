package org.corral.body;

/**
 * What stands in a body in place of something else.
 *
 * @param start the first byte that goes
 * @param end the first byte that stays
 */
record Edit(long start, long end, String with) {}
