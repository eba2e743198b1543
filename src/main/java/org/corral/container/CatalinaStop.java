package org.corral.container;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Tomcat tells listeners of the application, and of the server, before it stops either. Payara and GlassFish, whose web container is
 * made of it, tell those of the application; the server's stop they tell to other ones.
 */
final class CatalinaStop {
    private static final String PACKAGE = "org.apache.catalina.";
    private static final String TOMCATS_CONTEXT = PACKAGE + "core.StandardContext";

    private CatalinaStop() {}

    static void subscribe(ServletContext context, StopListeners listeners) throws ReflectiveOperationException {
        Object application = ServerInternals.follow(context, "context", "context");
        atComponent(application, listeners);
        if (application.getClass().getName().equals(TOMCATS_CONTEXT)) {
            atComponent(
                    ServerInternals.follow(application, "getParent", "getParent", "getService", "getServer"),
                    listeners);
        } else {
            atGlassFish(ServerInternals.follow(application, "webContainer", "events"), listeners);
        }
    }

    /** As the first of the listeners: one of the server's own takes the application away from new requests. */
    private static void atComponent(Object component, StopListeners listeners) throws ReflectiveOperationException {
        Class<?> type = StopListeners.type(component, PACKAGE + "LifecycleListener");
        // One method is told of all events.
        Object listener = StopListeners.of(type, (method, arguments) -> {
            if ("before_stop".equals(ServerInternals.follow(arguments[0], "getType"))) {
                listeners.stopping();
            }
            return null;
        });
        Method add = ServerInternals.method(component, "addLifecycleListener", type);
        Method remove = ServerInternals.method(component, "removeLifecycleListener", type);
        // Another application may begin at the same moment: all of one server have this class in common.
        synchronized (type) {
            Collection<?> before = all(component);
            for (Object each : before) {
                remove.invoke(component, each);
            }
            listeners.add(component, add, remove, listener);
            for (Object each : before) {
                add.invoke(component, each);
            }
        }
    }

    private static Collection<?> all(Object component) throws ReflectiveOperationException {
        Object all = ServerInternals.follow(component, "findLifecycleListeners");
        return all instanceof Collection<?> collection ? List.copyOf(collection) : Arrays.asList((Object[]) all);
    }

    /**
     * They close the ports and stop the applications in any order, and tell of both before. GlassFish 7 does not remove a listener
     * that it is told to remove (its lookup is wrong), as it keeps all else of an application.
     */
    private static void atGlassFish(Object events, StopListeners listeners) throws ReflectiveOperationException {
        Class<?> type = StopListeners.type(events, "org.glassfish.api.event.EventListener");
        Object listener = StopListeners.of(type, (method, arguments) -> {
            if ("prepare_shutdown".equals(ServerInternals.follow(arguments[0], "name"))) {
                listeners.stopping();
            }
            return null;
        });
        Method register = ServerInternals.method(events, "register", type);
        Method unregister = ServerInternals.method(events, "unregister", type);
        listeners.add(events, register, unregister, listener);
    }
}
