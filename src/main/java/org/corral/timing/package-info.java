/** One clock and one thread for everything that waits, so that nothing waits for ever and tests can turn the time. */
@NullMarked
package org.corral.timing;

import org.jspecify.annotations.NullMarked;
