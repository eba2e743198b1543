package org.corral.proxy;

import org.corral.access.Caller;

/**
 * What was permitted when the request came.
 *
 * @param path at Ollama, to the letter
 * @param target the path and the query, to the letter
 */
record Permission(String path, String target, Caller caller, Route route) {}
