/**
 * Verifies tokens of another issuer, for web applications that keep no accounts: fetches the keys that the issuer
 * publishes, and checks tokens with them. Corral itself does not use this package; its own tokens are in {@code
 * org.corral.token}.
 */
@NullMarked
package org.corral.issuer;

import org.jspecify.annotations.NullMarked;
