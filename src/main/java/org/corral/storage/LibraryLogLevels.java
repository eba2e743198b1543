package org.corral.storage;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps libraries from filling the operator's log with what is no news to him; what went wrong is thrown as well. A level
 * that the operator has set himself is left alone.
 */
final class LibraryLogLevels {
    // A logger that nobody holds is forgotten, together with its level.
    private static final Logger POOL = Logger.getLogger("com.zaxxer.hikari");
    private static final Logger MIGRATION = Logger.getLogger("org.flywaydb");

    private LibraryLogLevels() {}

    static void hush() {
        limit(POOL, Level.WARNING);
        // Warns at every start that H2 is newer than it has been tested with.
        limit(MIGRATION, Level.SEVERE);
    }

    private static void limit(Logger logger, Level level) {
        if (logger.getLevel() == null) {
            logger.setLevel(level);
        }
    }
}
