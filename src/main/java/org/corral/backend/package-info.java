/**
 * The Ollama servers and the connections to them. {@code proxy} decides what is sent over a connection, and what becomes of the
 * response.
 */
@NullMarked
package org.corral.backend;

import org.jspecify.annotations.NullMarked;
