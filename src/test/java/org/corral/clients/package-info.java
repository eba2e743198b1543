/**
 * What people talk to Ollama with, as it comes from npm and PyPI, through Corral. The scripts that use those clients are in
 * {@code src/test/clients}, and so are the versions.
 */
@NullMarked
package org.corral.clients;

import org.jspecify.annotations.NullMarked;
