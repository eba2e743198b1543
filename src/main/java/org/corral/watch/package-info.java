/**
 * How this node is, for those who look after it: its state from start to stop, and its health in the form of MicroProfile
 * Health. Nothing here waits for the database or for Ollama while a caller waits for the answer.
 */
@NullMarked
package org.corral.watch;

import org.jspecify.annotations.NullMarked;
