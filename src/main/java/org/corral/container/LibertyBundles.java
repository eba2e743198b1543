package org.corral.container;

import java.util.Dictionary;

/** The modules that Liberty is made of, which OSGi calls bundles. A service that is registered in one is found by all. */
final class LibertyBundles {
    private LibertyBundles() {}

    /** @param servers any object of the server's own */
    static Object named(String name, Object servers) throws ReflectiveOperationException {
        Object bundle = ServerInternals.follow(servers.getClass().getClassLoader(), "getBundle");
        Object[] all = (Object[]) ServerInternals.follow(bundle, "getBundleContext", "getBundles");
        for (Object each : all) {
            if (name.equals(ServerInternals.follow(each, "getSymbolicName"))) {
                return each;
            }
        }
        throw new ClassNotFoundException(name);
    }

    static Class<?> load(Object bundle, String name) throws ReflectiveOperationException {
        return (Class<?>)
                ServerInternals.method(bundle, "loadClass", String.class).invoke(bundle, name);
    }

    /** @return the registration, which has a method {@code unregister} */
    static Object register(Object bundle, Class<?> type, Object service) throws ReflectiveOperationException {
        Object context = ServerInternals.follow(bundle, "getBundleContext");
        return ServerInternals.method(context, "registerService", String.class, Object.class, Dictionary.class)
                .invoke(context, type.getName(), service, null);
    }
}
