package org.corral.http;

import jakarta.servlet.ServletContext;

/**
 * Hands the objects that were built at start to the servlets and filters, which the server makes by itself. Each is kept
 * under its class name as an attribute of the web application.
 */
public final class ContextAttributes {
    private ContextAttributes() {}

    public static <T> void put(ServletContext context, Class<T> type, T part) {
        context.setAttribute(type.getName(), part);
    }

    /** @throws IllegalStateException if there is none, which means that the application did not start */
    public static <T> T get(ServletContext context, Class<T> type) {
        Object part = context.getAttribute(type.getName());
        if (part == null) {
            throw new IllegalStateException("not started: no " + type.getSimpleName());
        }
        return type.cast(part);
    }
}
