package org.corral.container;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Reaches into a server's own objects by name. */
final class ServerInternals {
    private ServerInternals() {}

    /** From one object to the next by fields and methods without parameters, be they public or not. */
    static Object follow(Object start, String... names) throws ReflectiveOperationException {
        Object at = start;
        for (String name : names) {
            at = step(at, name);
        }
        return at;
    }

    private static Object step(Object at, String name) throws ReflectiveOperationException {
        for (Class<?> type = at.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    method.setAccessible(true);
                    return method.invoke(at);
                }
            }
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field.get(at);
                }
            }
        }
        throw new NoSuchFieldException(name + " in " + at.getClass().getName());
    }

    /** By the first of these names that the object has: versions of a server differ in them. */
    static Object followAny(Object start, List<String> names) throws ReflectiveOperationException {
        for (String name : names) {
            try {
                return step(start, name);
            } catch (NoSuchFieldException e) {
                // The next version's name may be there.
            }
        }
        throw new NoSuchFieldException(names + " in " + start.getClass().getName());
    }

    /** The host of a socket's address; empty if it is another kind of address, or not resolved. */
    static Optional<String> host(Object address) {
        return address instanceof InetSocketAddress socket && socket.getAddress() != null
                ? Optional.of(socket.getAddress().getHostAddress())
                : Optional.empty();
    }

    /** One of the object's own methods, or one that it has inherited. */
    static Method method(Object of, String name, Class<?>... parameters) throws NoSuchMethodException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && Arrays.equals(method.getParameterTypes(), parameters)) {
                    method.setAccessible(true);
                    return method;
                }
            }
        }
        throw new NoSuchMethodException(name + " in " + of.getClass().getName());
    }

    /** One of the object's own fields, or one that it has inherited. */
    static Field field(Object of, String name) throws NoSuchFieldException {
        for (Class<?> type = of.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    field.setAccessible(true);
                    return field;
                }
            }
        }
        throw new NoSuchFieldException(name + " in " + of.getClass().getName());
    }
}
