package org.corral.boot;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.glassfish.soteria.servlet.SamRegistrationInstaller;
import org.jboss.weld.environment.servlet.EnhancedListener;

/** Starts what the jars of {@link StandaloneJars} bring; must not be loaded before they are there. */
final class StandaloneSecurity {
    /** Where identity stores are asked, which may use beans of the request's scope. */
    private static final String SIGN_IN = "/api/v1/auths/.*";

    private StandaloneSecurity() {}

    /** Weld first: in the other order Soteria silently never registers. Weld's listener stops both at undeploy. */
    static void start(ServletContext context) throws ServletException {
        // Elsewhere its scopes are not wanted: Weld expects one thread to begin and to end a request, and would warn
        // of every asynchronous one.
        context.setInitParameter("org.jboss.weld.context.mapping", SIGN_IN);
        context.setInitParameter("org.jboss.weld.context.ignore.guard", "false");
        new EnhancedListener().onStartup(null, context);
        new SamRegistrationInstaller().onStartup(null, context);
    }
}
