/**
 * The filter in front of everything that needs a token: it finds the caller of a request, or refuses it. It asks for
 * accounts through {@link org.corral.access.AccountDirectory}.
 */
@NullMarked
package org.corral.access;

import org.jspecify.annotations.NullMarked;
