/**
 * From a request to the caller behind it, or to a refusal: the filter in front of everything that needs a token. Who an
 * account is comes from outside, through {@link org.corral.access.AccountDirectory}.
 */
@NullMarked
package org.corral.access;

import org.jspecify.annotations.NullMarked;
