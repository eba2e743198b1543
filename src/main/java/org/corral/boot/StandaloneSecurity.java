package org.corral.boot;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.glassfish.soteria.servlet.SamRegistrationInstaller;
import org.jboss.weld.environment.servlet.EnhancedListener;

/** Starts Weld and Soteria from the jars of {@link StandaloneJars}; must not be loaded before these are added. */
final class StandaloneSecurity {
    /** The paths on which identity stores are asked, which may use beans of the request's scope. */
    private static final String SIGN_IN = "/api/v1/auths/.*";

    private StandaloneSecurity() {}

    /** Starts Weld first: in the other order Soteria does not register, without an error. Weld's listener stops both. */
    static void start(ServletContext context) throws ServletException {
        // On other paths Weld's scopes are not wanted: it expects one thread to begin and end a request, and would warn
        // of
        // every asynchronous request.
        context.setInitParameter("org.jboss.weld.context.mapping", SIGN_IN);
        context.setInitParameter("org.jboss.weld.context.ignore.guard", "false");
        new EnhancedListener().onStartup(null, context);
        new SamRegistrationInstaller().onStartup(null, context);
    }
}
