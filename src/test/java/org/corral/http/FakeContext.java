package org.corral.http;

import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

/** A web application without a container: attributes, and the configuration of its servlets and filters. */
public final class FakeContext {
    private final Map<String, Object> attributes = new HashMap<>();
    private final ServletContext context =
            proxy(ServletContext.class, (self, called, arguments) -> switch (called.getName()) {
                case "getAttribute" -> attributes.get((String) arguments[0]);
                case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
                default -> throw new UnsupportedOperationException(called.getName());
            });

    public <T> FakeContext with(Class<T> type, T part) {
        ContextAttributes.put(context, type, part);
        return this;
    }

    public FilterConfig filter(String name, Map<String, String> parameters) {
        return proxy(FilterConfig.class, (self, called, arguments) -> switch (called.getName()) {
            case "getServletContext" -> context;
            case "getFilterName" -> name;
            case "getInitParameter" -> parameters.get((String) arguments[0]);
            default -> throw new UnsupportedOperationException(called.getName());
        });
    }

    public ServletConfig servlet() {
        return proxy(ServletConfig.class, (self, called, arguments) -> switch (called.getName()) {
            case "getServletContext" -> context;
            case "getInitParameter" -> null;
            default -> throw new UnsupportedOperationException(called.getName());
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(FakeContext.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
