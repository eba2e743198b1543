package org.corral.storage;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps libraries from filling the log with messages that operators don't need; failures are thrown as well. A level that
 * the operator has set stays.
 */
final class LibraryLogLevels {
    // A logger without references is collected as garbage, together with its level.
    private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");
    private static final Logger CONNECTION = Logger.getLogger("com.zaxxer.hikari.pool.ProxyConnection");
    private static final Logger MIGRATION = Logger.getLogger("org.flywaydb");

    private LibraryLogLevels() {}

    static void hush() {
        limit(POOL, Level.WARNING);
        // It warns of a connection that broke with a stack trace, and names the URL, which may contain a password.
        limit(CONNECTION, Level.SEVERE);
        // Flyway warns at every start that H2 is newer than the version that it was tested with.
        limit(MIGRATION, Level.SEVERE);
    }

    private static void limit(Logger logger, Level level) {
        if (logger.getLevel() == null) {
            logger.setLevel(level);
        }
    }
}
