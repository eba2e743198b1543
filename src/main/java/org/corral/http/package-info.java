/**
 * What goes over the wire in every feature: refusals and their shapes, JSON, the session cookie, request ids. A feature
 * says what it refuses and why; how that looks to the caller is decided here alone.
 */
@NullMarked
package org.corral.http;

import org.jspecify.annotations.NullMarked;
