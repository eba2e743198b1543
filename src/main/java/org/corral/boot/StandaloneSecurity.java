package org.corral.boot;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import org.glassfish.soteria.servlet.SamRegistrationInstaller;
import org.jboss.weld.environment.servlet.EnhancedListener;

/** Starts what the jars of {@link StandaloneJars} bring; must not be loaded before they are there. */
final class StandaloneSecurity {
    private StandaloneSecurity() {}

    /** Weld first: in the other order Soteria silently never registers. Weld's listener stops both at undeploy. */
    static void start(ServletContext context) throws ServletException {
        new EnhancedListener().onStartup(null, context);
        new SamRegistrationInstaller().onStartup(null, context);
    }
}
