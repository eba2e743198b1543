/**
 * Who exists, with which role and which password, and the HTTP API of {@code /api/v1/auths} and {@code /api/v1/users}.
 * Passwords are checked through Jakarta Security, so that other identity stores of the server take part.
 */
@NullMarked
package org.corral.account;

import org.jspecify.annotations.NullMarked;
