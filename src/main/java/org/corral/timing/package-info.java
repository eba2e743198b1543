/** One thread that looks at everything that waits for something, so that nothing waits for ever. */
@NullMarked
package org.corral.timing;

import org.jspecify.annotations.NullMarked;
