/**
 * Reads the settings from the environment, system properties and web.xml into one immutable, checked value. A record of
 * this package is always within the bounds that its documentation names.
 */
@NullMarked
package org.corral.settings;

import org.jspecify.annotations.NullMarked;
