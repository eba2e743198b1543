/**
 * The parts of HTTP that every feature uses: refusals and their shapes, JSON, the session cookie, request ids. A feature
 * says what it refuses and why; this package alone decides the form of the answer.
 */
@NullMarked
package org.corral.http;

import org.jspecify.annotations.NullMarked;
