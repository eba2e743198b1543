package org.corral.proxy;

import org.corral.access.Caller;
import org.corral.settings.Role;

/**
 * What was permitted when the request came.
 *
 * @param path at Ollama, to the letter
 * @param target the path and the query, to the letter
 * @param lowest the role that its route needs
 */
record Permission(String path, String target, Caller caller, Role lowest) {}
