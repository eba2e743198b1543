package org.corral.container;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listeners that one application has at its server, to hear of a stop. Used by the thread that starts or stops the application. */
final class StopListeners implements AutoCloseable {
    private volatile Runnable call;
    private final List<Removal> removals = new ArrayList<>();

    /** What is done when a method of a listener is called. On any thread. */
    @FunctionalInterface
    interface Event {
        @Nullable
        Object told(String method, Object[] arguments) throws ReflectiveOperationException;
    }

    /** Takes a listener from the server. */
    @FunctionalInterface
    interface Removal {
        void remove() throws ReflectiveOperationException;
    }

    StopListeners(Runnable call) {
        this.call = call;
    }

    /** The server stops, or the application. Returns when that may go on. */
    void stopping() {
        call.run();
    }

    /** A listener of a type of the server's. */
    static Object of(Class<?> type, Event event) {
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

    /** A class of the server's, as this component of it knows it. */
    static Class<?> type(Object component, String name) throws ClassNotFoundException {
        return Class.forName(name, false, component.getClass().getClassLoader());
    }

    /** Adds a listener to a component, and takes it away again at the end. */
    void add(Object component, Method adding, Method removing, Object listener) throws ReflectiveOperationException {
        adding.invoke(component, listener);
        atTheEnd(() -> removing.invoke(component, listener));
    }

    void atTheEnd(Removal removal) {
        removals.add(removal);
    }

    @Override
    public void close() throws ReflectiveOperationException {
        for (Removal each : removals) {
            each.remove();
        }
        removals.clear();
        // GlassFish 7 keeps a listener that it was told to remove, and calls it when it stops.
        call = () -> {};
    }
}
