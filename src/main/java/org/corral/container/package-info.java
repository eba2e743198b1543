/**
 * Does what the servlet API has no method for and each server can do: see whether a caller is still there, break their
 * connection, note in the access log that they left. The server's own objects are reached by name, because Corral is compiled
 * without the classes of any server.
 */
@NullMarked
package org.corral.container;

import org.jspecify.annotations.NullMarked;
