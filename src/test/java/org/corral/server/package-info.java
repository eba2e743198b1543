/**
 * Application servers as an operator would run them, for tests that need one of their own: other settings, other forms of
 * deployment. The tests against the server that Maven starts are elsewhere.
 */
@NullMarked
package org.corral.server;

import org.jspecify.annotations.NullMarked;
