/**
 * What the operator wrote in the environment, in system properties and in web.xml becomes one immutable, checked value.
 * Whoever holds a record of this package may rely on every bound that its documentation names.
 */
@NullMarked
package org.corral.settings;

import org.jspecify.annotations.NullMarked;
