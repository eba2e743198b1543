package org.corral.http;

import jakarta.servlet.ServletContext;

/**
 * Hands to each servlet and filter, which the server makes by itself, the part that was built for it at start. A part is an
 * attribute of the web application, under the name of its class.
 */
public final class ContextAttributes {
    private ContextAttributes() {}

    public static <T> void put(ServletContext context, Class<T> type, T part) {
        context.setAttribute(type.getName(), part);
    }

    /** @throws IllegalStateException if there is no such part, which means that the application did not start */
    public static <T> T get(ServletContext context, Class<T> type) {
        Object part = context.getAttribute(type.getName());
        if (part == null) {
            throw new IllegalStateException("Corral did not start: there is no " + type.getSimpleName());
        }
        return type.cast(part);
    }
}
