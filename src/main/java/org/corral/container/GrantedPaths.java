package org.corral.container;

import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Objects;

/**
 * Lets GlassFish 7 and Payara 7 serve paths with a colon, as those of models and blobs are.
 *
 * <p>Before any filter, these servers ask Jakarta Authorization about each path, and in doing so take a path with a colon for a
 * malformed pattern: 503. They do not ask about single paths where they remember that all are granted, and they can remember this,
 * but nothing of theirs switches it on. Here it is switched on for Corral alone. The memory is the server's own: it asks the
 * policy once, and answers no if web.xml has a security constraint. Then all stays as it was.
 */
public final class GrantedPaths {
    private static final System.Logger LOG = System.getLogger(GrantedPaths.class.getName());

    private static final String CACHE = "uncheckedPermissionCache";

    private GrantedPaths() {}

    /** To be called when the first filter is initialized, after all listeners. Does nothing on other servers. */
    public static void remember(ServletContext context) {
        rememberIn(context);
    }

    /** @param context as the server has made it */
    static void rememberIn(Object context) {
        try {
            Object realm = ServerInternals.follow(context, "context", "context", "getRealm");
            Object manager = ServerInternals.method(realm, "getWebSecurityManager", boolean.class)
                    .invoke(realm, true);
            if (ServerInternals.field(manager, CACHE).get(manager) == null) {
                remember(manager);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "This server has no such memory of permissions", e);
        }
    }

    private static void remember(Object manager) throws ReflectiveOperationException {
        Class<?> cache = ServerInternals.field(manager, CACHE).getType();
        Class<?> factory = Class.forName(cache.getName() + "Factory", true, cache.getClassLoader());
        Field on = shared(factory, "supportsReuse");
        Field policy = shared(cache, "policy");
        if (policy.get(null) == null) {
            // Payara 7 looks for it before there is one, and would fail at each request without.
            policy.set(
                    null,
                    Objects.requireNonNull(
                            ServerInternals.follow(manager, "authorizationService", "getPolicy"), "no policy"));
        }
        // The lock under which the server makes such a memory: none is made for another application meanwhile.
        synchronized (factory) {
            boolean before = on.getBoolean(null);
            on.setBoolean(null, true);
            try {
                ServerInternals.follow(manager, "initPermissionCache");
            } finally {
                on.setBoolean(null, before);
            }
        }
    }

    private static Field shared(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }
}
