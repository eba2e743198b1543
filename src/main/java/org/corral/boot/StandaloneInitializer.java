package org.corral.boot;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The first code of Corral that a server runs, found by its name in {@code META-INF/services}. If the server has
 * Jakarta Security, it does nothing; else it adds Weld and Soteria.
 *
 * <p>It looks for Jakarta Security and not for CDI: Jetty's {@code annotations} module has the API of CDI without an
 * implementation.
 */
public final class StandaloneInitializer implements ServletContainerInitializer {
    private static final System.Logger LOG = System.getLogger(StandaloneInitializer.class.getName());
    private static final String PROBE = "jakarta.security.enterprise.identitystore.IdentityStoreHandler";

    @Override
    public void onStartup(@Nullable Set<Class<?>> classes, ServletContext context) throws ServletException {
        if (serverHasSecurity(context.getClassLoader())) {
            return;
        }
        try {
            new PackedLibraries(context).copyFor(context.getClassLoader());
            new StandaloneJars(context).addTo(context.getClassLoader());
        } catch (IOException | ReflectiveOperationException e) {
            throw new ServletException("Corral can't bring CDI and Jakarta Security to this server: " + e, e);
        }
        StandaloneSecurity.start(context);
        LOG.log(Level.DEBUG, "CDI and Jakarta Security come from WEB-INF/standalone");
    }

    private static boolean serverHasSecurity(ClassLoader loader) {
        try {
            Class.forName(PROBE, false, loader);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
