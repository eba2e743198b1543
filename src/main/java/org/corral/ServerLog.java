package org.corral;

import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Tomcat from writing credentials into its log: now and then it quotes a malformed {@code Cookie} field or head of a
 * request as a whole, at level INFO. A level that the operator has set is left alone.
 */
final class ServerLog {
    private static final List<String> QUOTING =
            List.of("org.apache.tomcat.util.http.parser.Cookie", "org.apache.coyote.http11.Http11Processor");

    private ServerLog() {}

    /** Where the server has no such loggers, this changes nothing. */
    static void keepSecrets(ServletContext context) {
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        // Tomcat keeps loggers by the class loader of the thread, and its own are meant.
        thread.setContextClassLoader(context.getClass().getClassLoader());
        try {
            QUOTING.stream()
                    .map(Logger::getLogger)
                    .filter(logger -> logger.getLevel() == null)
                    .forEach(logger -> logger.setLevel(Level.WARNING));
        } finally {
            thread.setContextClassLoader(application);
        }
    }
}
