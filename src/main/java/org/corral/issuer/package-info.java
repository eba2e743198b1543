/**
 * Tokens of an issuer elsewhere, for web applications that keep no accounts: fetches the keys that the issuer publishes,
 * and checks tokens with them. Corral itself does without; its own tokens are the business of {@code org.corral.token}.
 */
@NullMarked
package org.corral.issuer;

import org.jspecify.annotations.NullMarked;
