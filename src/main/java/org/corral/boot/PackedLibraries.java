package org.corral.boot;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;

/**
 * The jars of {@code WEB-INF/lib} in a WAR that Tomcat doesn't unpack. There Tomcat reads a jar from its beginning for
 * every class, so that a start takes two minutes. With copies of the jars before those in the WAR it takes seconds.
 */
final class PackedLibraries {
    private static final String FOLDER = "/WEB-INF/lib/";
    private static final String TOMCAT = "org.apache.catalina.";

    private final ServletContext context;

    PackedLibraries(ServletContext context) {
        this.context = context;
    }

    void copyFor(ClassLoader loader) throws IOException, ReflectiveOperationException {
        Object root = context.getAttribute(TOMCAT + "resources");
        boolean unpacked = context.getRealPath(FOLDER) != null;
        if (unpacked || root == null) {
            return;
        }
        Class<?> rootType = loader.loadClass(TOMCAT + "WebResourceRoot");
        Method addFirst = rootType.getMethod("addPreResources", loader.loadClass(TOMCAT + "WebResourceSet"));
        Constructor<?> jarResources = loader.loadClass(TOMCAT + "webresources.JarResourceSet")
                .getConstructor(rootType, String.class, String.class, String.class);
        for (Path jar : new JarCopies(context).of(FOLDER)) {
            addFirst.invoke(root, jarResources.newInstance(root, "/WEB-INF/classes", jar.toString(), "/"));
        }
    }
}
