package org.corral.storage;

/**
 * A database as messages speak of it.
 *
 * @param subject begins a sentence: {@code The database of corral.jdbc-url}
 * @param credentials where its user and password are set
 */
record Named(String subject, String credentials) {}
