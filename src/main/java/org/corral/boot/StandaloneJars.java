package org.corral.boot;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Path;

/** The jars in {@code WEB-INF/standalone}, which no server loads by itself. */
final class StandaloneJars {
    private static final String FOLDER = "/WEB-INF/standalone/";

    private final ServletContext context;

    StandaloneJars(ServletContext context) {
        this.context = context;
    }

    void addTo(ClassLoader loader) throws IOException, ReflectiveOperationException {
        Method addUrl = addUrl(loader.getClass());
        for (Path jar : new JarCopies(context).of(FOLDER)) {
            addUrl.invoke(loader, jar.toUri().toURL());
        }
    }

    /** Tomcat's class loader inherits this method, which is protected, from {@link java.net.URLClassLoader}. */
    private static Method addUrl(Class<?> loader) throws NoSuchMethodException {
        for (Class<?> type = loader;
                type != null && type != java.net.URLClassLoader.class;
                type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals("addURL")
                        && method.getParameterCount() == 1
                        && method.getParameterTypes()[0] == URL.class) {
                    method.setAccessible(true);
                    return method;
                }
            }
        }
        throw new NoSuchMethodException("no addURL in " + loader.getName());
    }
}
