package org.corral.container;

import jakarta.servlet.AsyncContext;
import java.lang.reflect.Method;
import java.util.concurrent.Executor;

/**
 * The threads on which Liberty calls its listeners. An {@link AsyncContext} has them too, but logs an error if its request is over.
 *
 * <p>Liberty notes with each thread, and not with the request, which path was asked for and by which application it is served, and
 * believes that of the thread on which a request is completed. After a request the thread keeps what was emptied since, so work for
 * any other request is done without.
 */
final class LibertyThreads implements Executor {
    private static final String PACKAGE = "com.ibm.ws.webcontainer.";

    private final Executor threads;
    private final Method noted; // with the thread that asks
    private final Method become; // what others are, or empty

    LibertyThreads(Executor threads, Method noted, Method become) {
        this.threads = threads;
        this.noted = noted;
        this.become = become;
    }

    /** @param servers a stream or a context of Liberty's own */
    static LibertyThreads of(Object servers) throws ReflectiveOperationException {
        ClassLoader libertys = first(servers).getClassLoader();
        Class<?> container = Class.forName(PACKAGE + "osgi.WebContainer", true, libertys);
        Class<?> data = Class.forName(PACKAGE + "srt.SRTServletRequestThreadData", true, libertys);
        return new LibertyThreads(
                (Executor) container.getMethod("getExecutorService").invoke(null),
                data.getMethod("getInstance"),
                data.getMethod("init", data));
    }

    /** Later versions of the servlet API have modules of their own, whose classes extend those of the first. */
    private static Class<?> first(Object servers) {
        Class<?> first = Object.class;
        for (Class<?> type = servers.getClass(); type != null; type = type.getSuperclass()) {
            if (type.getName().startsWith(PACKAGE)) {
                first = type;
            }
        }
        return first;
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(() -> here(work));
    }

    /** As {@link #apart}, for those that can do nothing without. */
    void here(Runnable work) {
        try {
            apart(work);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Does this work here, as if the thread had no request. */
    void apart(Runnable work) throws ReflectiveOperationException {
        Object own = noted.invoke(null);
        Object before = copy(own);
        become.invoke(own, new Object[] {null});
        try {
            work.run();
        } finally {
            become.invoke(own, before);
        }
    }

    private Object copy(Object data) throws ReflectiveOperationException {
        Object copy = data.getClass().getConstructor().newInstance();
        become.invoke(copy, data);
        return copy;
    }
}
