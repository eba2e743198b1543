package org.corral;

import jakarta.servlet.ServletContext;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps Tomcat from writing credentials into its log: at level INFO it sometimes quotes a malformed {@code Cookie} field or
 * a whole head of a request. A level that the operator has set stays.
 */
final class ServerLog {
    private static final List<String> QUOTING =
            List.of("org.apache.tomcat.util.http.parser.Cookie", "org.apache.coyote.http11.Http11Processor");

    private ServerLog() {}

    /** Changes nothing on a server without these loggers. */
    static void keepSecrets(ServletContext context) {
        Thread thread = Thread.currentThread();
        ClassLoader application = thread.getContextClassLoader();
        // Tomcat keeps loggers by the class loader of the thread; these are the loggers of Tomcat's own class loader.
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
