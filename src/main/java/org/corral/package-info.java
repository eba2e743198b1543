/**
 * The wiring: the listener in web.xml puts the features together at start and closes them at stop. Each feature has a
 * package of its own below this one.
 */
@NullMarked
package org.corral;

import org.jspecify.annotations.NullMarked;
