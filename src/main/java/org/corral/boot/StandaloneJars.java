package org.corral.boot;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The jars in {@code WEB-INF/standalone}, which no server loads by itself. */
final class StandaloneJars {
    private static final String FOLDER = "/WEB-INF/standalone/";

    private final ServletContext context;

    StandaloneJars(ServletContext context) {
        this.context = context;
    }

    void addTo(ClassLoader loader) throws IOException, ReflectiveOperationException {
        Optional<Method> addClassPath = method(loader, "addClassPath", String.class);
        Optional<Method> addUrl = method(loader, "addURL", URL.class);
        for (Path jar : new JarCopies(context).of(FOLDER)) {
            if (addClassPath.isPresent()) {
                addClassPath.get().invoke(loader, jar.toString());
            } else if (addUrl.isPresent()) {
                addUrl.get().invoke(loader, jar.toUri().toURL());
            } else {
                throw new NoSuchMethodException("neither addClassPath nor addURL in "
                        + loader.getClass().getName());
            }
        }
    }

    /**
     * Jetty's class loader has {@code addClassPath}; Tomcat's has {@code addURL}, which is protected. That of
     * {@link java.net.URLClassLoader} itself can't be called from here.
     */
    private static Optional<Method> method(ClassLoader loader, String name, Class<?> parameter) {
        for (Class<?> type = loader.getClass();
                type != null && type != java.net.URLClassLoader.class;
                type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name)
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {parameter})) {
                    method.setAccessible(true);
                    return Optional.of(method);
                }
            }
        }
        return Optional.empty();
    }
}
