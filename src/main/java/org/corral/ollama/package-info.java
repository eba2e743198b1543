/**
 * The names of Ollama's models, in the one form in which two spellings of a name are equal, and lists of those that somebody
 * may use.
 */
@NullMarked
package org.corral.ollama;

import org.jspecify.annotations.NullMarked;
