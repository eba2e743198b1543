/**
 * What all integration tests share: the server that the build has started with the WAR, the stand-in Ollama that it asks,
 * and people who are signed in.
 */
@NullMarked
package org.corral.it;

import org.jspecify.annotations.NullMarked;
