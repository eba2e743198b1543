package org.corral.container;

import jakarta.servlet.ServletContext;

/** WildFly tells participants before it suspends what takes requests, and listeners before it takes an application away. */
final class WildFlyStop {
    /** From a deployment to the one who knows WildFly's virtual host, in which it is: WildFly's only object on the way. */
    private static final String[] HOST = {"getDeploymentInfo", "getConfidentialPortManager", "this$0", "host"};

    private static final String SUSPENSION = "org.jboss.as.server.suspend.";

    private WildFlyStop() {}

    static void subscribe(ServletContext context, StopListeners listeners) throws ReflectiveOperationException {
        Object deployment = ServerInternals.follow(context, "getDeployment");
        Object host = ServerInternals.follow(ServerInternals.follow(deployment, HOST), "get");
        atSuspension(host, listeners);
        atUndertow(host, deployment, listeners);
    }

    /**
     * When it stops, WildFly suspends what takes requests, in two rounds. It waits in the first, for as long as a participant takes
     * to return, and whatever its own time-out is. It can also be suspended to go on later, which is not our business.
     */
    private static void atSuspension(Object host, StopListeners listeners) throws ReflectiveOperationException {
        Object controller = ServerInternals.follow(host, "activityRegistry", "get");
        Class<?> type = StopListeners.type(host, SUSPENSION + "SuspendableActivity");
        Class<?> priority = StopListeners.type(host, SUSPENSION + "SuspendableActivityRegistry$SuspendPriority");
        Object goOn = type.getField("COMPLETED").get(null);
        Object listener = StopListeners.of(type, (method, arguments) -> {
            if (method.equals("prepare") && (boolean) ServerInternals.follow(arguments[0], "isStopping")) {
                listeners.stopping();
            }
            return goOn;
        });
        ServerInternals.method(controller, "registerActivity", type, priority)
                .invoke(controller, listener, priority.getField("FIRST").get(null));
        listeners.atTheEnd(() ->
                ServerInternals.method(controller, "unregisterActivity", type).invoke(controller, listener));
    }

    /** Before Undertow takes the application away from new requests. */
    private static void atUndertow(Object host, Object deployment, StopListeners listeners)
            throws ReflectiveOperationException {
        Object undertow = ServerInternals.follow(host, "getServer", "getUndertowService");
        Class<?> type = StopListeners.type(host, "org.wildfly.extension.undertow.UndertowEventListener");
        Object listener = StopListeners.of(type, (method, arguments) -> {
            if (method.equals("onDeploymentStop") && arguments[0] == deployment) {
                listeners.stopping();
            }
            return null;
        });
        listeners.add(
                undertow,
                ServerInternals.method(undertow, "registerListener", type),
                ServerInternals.method(undertow, "unregisterListener", type),
                listener);
    }
}
