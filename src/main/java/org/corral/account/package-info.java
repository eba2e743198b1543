/**
 * Accounts with their roles, passwords, keys, models and sessions. Passwords are checked through Jakarta Security, so that
 * other identity stores of the server take part. Nothing here knows servlets.
 */
@NullMarked
package org.corral.account;

import org.jspecify.annotations.NullMarked;
