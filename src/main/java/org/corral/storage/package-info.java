/**
 * Finds the database, brings its schema up to date and runs transactions on it. A failure at start becomes one
 * sentence that says what to do.
 */
@NullMarked
package org.corral.storage;

import org.jspecify.annotations.NullMarked;
