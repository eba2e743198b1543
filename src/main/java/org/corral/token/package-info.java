/**
 * Makes and checks the tokens that callers carry, and keeps the keys that sign them. Strict by default: what Corral itself
 * would not have written is refused.
 */
@NullMarked
package org.corral.token;

import org.jspecify.annotations.NullMarked;
