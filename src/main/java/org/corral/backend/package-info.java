/**
 * The Ollama servers and the connections to them. What is sent over a connection, and what becomes of the answer, is the
 * business of {@code proxy}.
 */
@NullMarked
package org.corral.backend;

import org.jspecify.annotations.NullMarked;
