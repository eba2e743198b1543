package org.corral.page;

import jakarta.servlet.ServletContext;
import java.util.function.Function;
import java.util.function.Supplier;

/** Decides when files of the WAR are read: once, when a servlet starts. */
final class ReadFiles {
    /**
     * A parameter of Tomcat's context file that {@code mvn -Prun} sets, and nobody else: the files are read for each
     * request, so that an edit shows when the page is loaded again. It is no setting of Corral's.
     */
    static final String FOR_EACH_REQUEST = "org.corral.page.read-for-each-request";

    private ReadFiles() {}

    static <T> Supplier<T> of(ServletContext context, Function<ServletContext, T> reader) {
        if (Boolean.parseBoolean(context.getInitParameter(FOR_EACH_REQUEST))) {
            return () -> reader.apply(context);
        }
        T read = reader.apply(context);
        return () -> read;
    }
}
