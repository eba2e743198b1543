/**
 * The bodies that callers send to Ollama's models: read as a whole within a budget of memory, understood strictly, and sent on
 * as they were understood. Which requests are permitted is decided elsewhere.
 */
@NullMarked
package org.corral.body;

import org.jspecify.annotations.NullMarked;
