/**
 * Whose turn it is: requests wait for a place at an Ollama server, and the person who has had the least of the servers' time comes
 * first. It knows neither HTTP nor servlets.
 */
@NullMarked
package org.corral.queue;

import org.jspecify.annotations.NullMarked;
