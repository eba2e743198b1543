package org.corral.container;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EventListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has the server call back before it stops the web application, or itself, while requests are still let in and answered. The
 * servlet API tells of a stop only when nothing can come in any more, and on some servers nothing can be written any more.
 * Tomcat, Payara, which is made of it, Jetty and WildFly tell their own listeners before that, and wait for them. Other servers
 * never call.
 */
public final class StopNotice implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StopNotice.class.getName());
    private static final String CATALINA = "org.apache.catalina.";
    private static final String TOMCATS_CONTEXT = CATALINA + "core.StandardContext";
    private static final String BEFORE_STOP = "before_stop";
    private static final String JETTY = "org.eclipse.jetty.";
    private static final String UNDERTOW = "io.undertow.servlet.";

    /** From a deployment to the one who knows WildFly's virtual host, in which it is: WildFly's only object on the way. */
    private static final String[] WILDFLYS_HOST = {"getDeploymentInfo", "getConfidentialPortManager", "this$0", "host"};

    private final Runnable call;
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** A listener of ours at a component of the server, and the method of the component that removes it. */
    private record Subscription(Object component, Method removal, Object listener) {}

    /** What is done in a method of a listener of ours. */
    @FunctionalInterface
    private interface Event {
        @Nullable
        Object told(String method, Object[] arguments) throws ReflectiveOperationException;
    }

    private StopNotice(Runnable call) {
        this.call = call;
    }

    /**
     * Subscribes. Whoever gets this closes it at the latest when the application has stopped, or the server would keep it.
     *
     * @param call may block; the server stops nothing meanwhile. Called for each component that stops
     */
    public static StopNotice of(ServletContext context, Runnable call) {
        StopNotice notice = new StopNotice(call);
        try {
            notice.subscribe(context);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "This server has changed inside: Corral learns of a stop only when nothing can come in any more",
                    e);
        }
        return notice;
    }

    private void subscribe(ServletContext context) throws ReflectiveOperationException {
        String server = context.getClass().getName();
        if (server.startsWith(CATALINA)) {
            Object application = ServerInternals.follow(context, "context", "context");
            atCatalina(application);
            if (application.getClass().getName().equals(TOMCATS_CONTEXT)) {
                atCatalina(ServerInternals.follow(application, "getParent", "getParent", "getService", "getServer"));
            }
        } else if (server.startsWith(JETTY)) {
            Object application = ServerInternals.follow(context, "getContext", "getContextHandler");
            atJetty(application);
            atJetty(ServerInternals.follow(application, "getServer"));
        } else if (server.startsWith(UNDERTOW)) {
            Object deployment = ServerInternals.follow(context, "getDeployment");
            Object host = ServerInternals.follow(ServerInternals.follow(deployment, WILDFLYS_HOST), "get");
            atSuspension(host);
            atUndertow(host, deployment);
        }
    }

    /** As the first of the listeners: one of the server's own takes the application away from new requests. */
    private void atCatalina(Object component) throws ReflectiveOperationException {
        Class<?> type = type(component, CATALINA + "LifecycleListener");
        // One method is told of all events.
        Object listener = listener(type, (method, arguments) -> {
            if (BEFORE_STOP.equals(ServerInternals.follow(arguments[0], "getType"))) {
                call.run();
            }
            return null;
        });
        Collection<?> before = listeners(component);
        Method add = ServerInternals.method(component, "addLifecycleListener", type);
        Method remove = ServerInternals.method(component, "removeLifecycleListener", type);
        for (Object each : before) {
            remove.invoke(component, each);
        }
        add.invoke(component, listener);
        subscriptions.add(new Subscription(component, remove, listener));
        for (Object each : before) {
            add.invoke(component, each);
        }
    }

    private void atJetty(Object component) throws ReflectiveOperationException {
        Class<?> type = type(component, JETTY + "util.component.LifeCycle$Listener");
        Object listener = listener(type, (method, arguments) -> {
            if (method.equals("lifeCycleStopping")) {
                call.run();
            }
            return null;
        });
        Method remove = ServerInternals.method(component, "removeEventListener", EventListener.class);
        ServerInternals.method(component, "addEventListener", EventListener.class)
                .invoke(component, listener);
        subscriptions.add(new Subscription(component, remove, listener));
    }

    /**
     * When it stops, WildFly suspends what takes requests, in two rounds. It waits in the first, for as long as a participant takes
     * to return, and whatever its own time-out is. It can also be suspended to go on later, which is not our business.
     */
    private void atSuspension(Object host) throws ReflectiveOperationException {
        Object controller = ServerInternals.follow(host, "activityRegistry", "get");
        Class<?> type = type(host, "org.jboss.as.server.suspend.SuspendableActivity");
        Class<?> priority = type(host, "org.jboss.as.server.suspend.SuspendableActivityRegistry$SuspendPriority");
        Object goOn = type.getField("COMPLETED").get(null);
        Object listener = listener(type, (method, arguments) -> {
            if (method.equals("prepare") && (boolean) ServerInternals.follow(arguments[0], "isStopping")) {
                call.run();
            }
            return goOn;
        });
        ServerInternals.method(controller, "registerActivity", type, priority)
                .invoke(controller, listener, priority.getField("FIRST").get(null));
        subscriptions.add(
                new Subscription(controller, ServerInternals.method(controller, "unregisterActivity", type), listener));
    }

    /** Before Undertow takes the application away from new requests. */
    private void atUndertow(Object host, Object deployment) throws ReflectiveOperationException {
        Object undertow = ServerInternals.follow(host, "getServer", "getUndertowService");
        Class<?> type = type(host, "org.wildfly.extension.undertow.UndertowEventListener");
        Object listener = listener(type, (method, arguments) -> {
            if (method.equals("onDeploymentStop") && arguments[0] == deployment) {
                call.run();
            }
            return null;
        });
        ServerInternals.method(undertow, "registerListener", type).invoke(undertow, listener);
        subscriptions.add(
                new Subscription(undertow, ServerInternals.method(undertow, "unregisterListener", type), listener));
    }

    private static Class<?> type(Object component, String name) throws ClassNotFoundException {
        return Class.forName(name, false, component.getClass().getClassLoader());
    }

    private static Object listener(Class<?> type, Event event) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (listener, method, arguments) -> switch (method.getName()) {
                    case "equals" -> listener == arguments[0];
                    case "hashCode" -> System.identityHashCode(listener);
                    case "toString" -> StopNotice.class.getName();
                    default -> event.told(method.getName(), arguments);
                });
    }

    private static Collection<?> listeners(Object component) throws ReflectiveOperationException {
        Object all = ServerInternals.follow(component, "findLifecycleListeners");
        return all instanceof Collection<?> collection ? List.copyOf(collection) : Arrays.asList((Object[]) all);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        for (Subscription each : subscriptions) {
            each.removal().invoke(each.component(), each.listener());
        }
        subscriptions.clear();
    }
}
