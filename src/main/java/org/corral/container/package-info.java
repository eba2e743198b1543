/**
 * What the servlet API has no word for, and each server can do all the same: see whether a caller is still there, break his
 * connection, tell the access log that he left. The server's own objects are reached by name; its classes are not Corral's to
 * compile against.
 */
@NullMarked
package org.corral.container;

import org.jspecify.annotations.NullMarked;
