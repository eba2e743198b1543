package org.corral.container;

import jakarta.servlet.ServletContext;
import java.lang.reflect.Method;

/**
 * Liberty calls services of certain types before it stops itself, when it waits for 30 seconds at the most, and before it stops any
 * application.
 */
final class LibertyStop {
    private LibertyStop() {}

    static void subscribe(ServletContext context, StopListeners listeners) throws ReflectiveOperationException {
        Object kernel = LibertyBundles.named("com.ibm.ws.kernel.service", context);
        Class<?> server = LibertyBundles.load(kernel, "com.ibm.wsspi.kernel.service.utils.ServerQuiesceListener");
        register(kernel, server, listeners, (method, arguments) -> {
            if (method.equals("serverStopping")) {
                listeners.stopping();
            }
            return null;
        });
        Object name = ServerInternals.follow(context, "context", "getApplicationName");
        Object container = LibertyBundles.named("com.ibm.ws.container.service", context);
        Class<?> applications =
                LibertyBundles.load(container, "com.ibm.ws.container.service.state.ApplicationStateListener");
        register(container, applications, listeners, (method, arguments) -> {
            if (method.equals("applicationStopping") && name.equals(ServerInternals.follow(arguments[0], "getName"))) {
                listeners.stopping();
            }
            return null;
        });
        listeners.atTheEnd(LibertyLoggers::forgetClasses);
    }

    private static void register(Object bundle, Class<?> type, StopListeners listeners, StopListeners.Event event)
            throws ReflectiveOperationException {
        Object registration = LibertyBundles.register(bundle, type, StopListeners.of(type, event));
        Method unregister = ServerInternals.method(registration, "unregister");
        listeners.atTheEnd(() -> unregister.invoke(registration));
    }
}
