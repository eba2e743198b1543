/**
 * What things cost: measurements, not tests, since a machine's speed proves nothing. The profile {@code bench} runs them.
 */
@NullMarked
package org.corral.bench;

import org.jspecify.annotations.NullMarked;
