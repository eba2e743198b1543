package org.corral.container;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import java.util.EventListener;

/** Jetty tells listeners of the application, and of the server, before it stops either. */
final class JettyStop {
    private JettyStop() {}

    static void subscribe(ServletContext context, StopListeners listeners) throws ReflectiveOperationException {
        Object application = ServerInternals.follow(context, "getContext", "getContextHandler");
        subscribe(application, listeners);
        subscribe(ServerInternals.follow(application, "getServer"), listeners);
    }

    private static void subscribe(Object component, StopListeners listeners) throws ReflectiveOperationException {
        Class<?> type = StopListeners.type(component, "org.eclipse.jetty.util.component.LifeCycle$Listener");
        Object listener = StopListeners.of(type, (method, arguments) -> {
            if (method.equals("lifeCycleStopping")) {
                listeners.stopping();
            }
            return null;
        });
        Method add = ServerInternals.method(component, "addEventListener", EventListener.class);
        Method remove = ServerInternals.method(component, "removeEventListener", EventListener.class);
        listeners.add(component, add, remove, listener);
    }
}
