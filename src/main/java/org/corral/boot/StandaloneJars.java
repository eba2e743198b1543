package org.corral.boot;

import jakarta.servlet.ServletContext;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import java.util.TreeSet;

/**
 * The jars in {@code WEB-INF/standalone}. They are copied to the context's temporary folder, because in a packed WAR they
 * are no files; the server empties that folder.
 */
final class StandaloneJars {
    private static final String FOLDER = "/WEB-INF/standalone/";

    private final ServletContext context;

    StandaloneJars(ServletContext context) {
        this.context = context;
    }

    void addTo(ClassLoader loader) throws IOException, ReflectiveOperationException {
        Method addUrl = addUrl(loader.getClass());
        for (String jar : jars()) {
            addUrl.invoke(loader, copy(jar).toUri().toURL());
        }
    }

    private Set<String> jars() throws IOException {
        Set<String> paths = context.getResourcePaths(FOLDER);
        if (paths == null || paths.isEmpty()) {
            throw new IOException("the WAR has no " + FOLDER);
        }
        return new TreeSet<>(paths);
    }

    private Path copy(String jar) throws IOException {
        File temporary = (File) context.getAttribute(ServletContext.TEMPDIR);
        Path folder = Files.createDirectories(temporary.toPath().resolve("standalone"));
        Path copy = folder.resolve(jar.substring(FOLDER.length()));
        try (InputStream in = context.getResourceAsStream(jar)) {
            if (in == null) {
                throw new IOException("can't read " + jar);
            }
            Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return copy;
    }

    /** Tomcat's loader has it protected, from {@link java.net.URLClassLoader}. */
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
