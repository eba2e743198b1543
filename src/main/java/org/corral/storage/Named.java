package org.corral.storage;

/**
 * The names of a database in messages.
 *
 * @param subject for the beginning of a sentence: {@code The database of corral.jdbc-url}
 * @param credentials where the user and password are set
 */
record Named(String subject, String credentials) {}
