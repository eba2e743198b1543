package org.corral.container;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * Has the server call back before it stops the web application, or itself, while requests are still let in and answered. The
 * servlet API tells of a stop only when nothing can come in any more, and on some servers nothing can be written any more. The
 * servers named here tell listeners of their own before that, and wait for them. Other servers never call.
 */
public final class StopNotice implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(StopNotice.class.getName());

    /** By the name with which the class of a server's servlet context begins. */
    private static final Map<String, Source> SOURCES = Map.of(
            "org.apache.catalina.", CatalinaStop::subscribe,
            "org.eclipse.jetty.", JettyStop::subscribe,
            "com.ibm.ws.webcontainer", LibertyStop::subscribe,
            "io.undertow.servlet.", WildFlyStop::subscribe);

    private final StopListeners listeners;

    /** How one kind of server is asked to call. */
    @FunctionalInterface
    private interface Source {
        void subscribe(ServletContext context, StopListeners listeners) throws ReflectiveOperationException;
    }

    private StopNotice(StopListeners listeners) {
        this.listeners = listeners;
    }

    /**
     * Subscribes. Whoever gets this closes it at the latest when the application has stopped, or the server would keep it.
     *
     * @param call may block; the server stops nothing meanwhile. Called for each component that stops
     */
    public static StopNotice of(ServletContext context, Runnable call) {
        StopListeners listeners = new StopListeners(call);
        try {
            for (Map.Entry<String, Source> source : SOURCES.entrySet()) {
                if (context.getClass().getName().startsWith(source.getKey())) {
                    source.getValue().subscribe(context, listeners);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "This server has changed inside: Corral learns of a stop only when nothing can come in any more",
                    e);
        }
        return new StopNotice(listeners);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        listeners.close();
    }
}
