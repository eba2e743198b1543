/**
 * A stand-in for Ollama that tests can script and watch: it speaks HTTP/1.1 over real sockets, answers as Ollama does,
 * and misbehaves on demand. {@link org.corral.standin.DemoOllama} is the same for people who have no Ollama.
 */
@NullMarked
package org.corral.standin;

import org.jspecify.annotations.NullMarked;
