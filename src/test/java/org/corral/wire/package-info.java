/**
 * HTTP/1.1 by hand for tests that care about bytes: what exactly was sent, when each chunk came, how a message ended.
 * Ordinary clients hide all that.
 */
@NullMarked
package org.corral.wire;

import org.jspecify.annotations.NullMarked;
