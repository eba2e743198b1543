/**
 * The HTTP API of accounts, keys, settings and servers below {@code /api/v1}: its servlets, the handler of each route, and
 * the JSON that goes in and out. What a route does is done by the rooms that it calls.
 */
@NullMarked
package org.corral.api;

import org.jspecify.annotations.NullMarked;
