/**
 * How requests to Corral itself come in and its own responses go out, while no thread is held for a caller who is slow: bodies are
 * read before they are handled, and responses written as fast as they are taken.
 */
@NullMarked
package org.corral.flow;

import org.jspecify.annotations.NullMarked;
