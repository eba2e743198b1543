/**
 * Issues and verifies the tokens of callers, and keeps the keys that sign them. Strict by default: a token that Corral
 * would not have written is refused.
 */
@NullMarked
package org.corral.token;

import org.jspecify.annotations.NullMarked;
