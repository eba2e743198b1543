package org.corral.storage;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.NoInitialContextException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The data source that the server has under a JNDI name. The server owns it: it is never closed here. */
final class ServerSource {
    static final String DEFAULT_NAME = "java:comp/env/jdbc/corral";
    private static final String OWN_NAMES = "java:comp/env/";

    private ServerSource() {}

    /**
     * Empty if nothing is bound under the default name. Another name is a decision of the operator: if it is misspelt,
     * the start fails, and no new, empty database is made.
     */
    static Optional<Source> find(String name) throws StorageException {
        for (String candidate : candidates(name)) {
            Optional<DataSource> found = lookUp(candidate);
            if (found.isPresent()) {
                return Optional.of(checked(found.get(), candidate));
            }
        }
        if (name.equals(DEFAULT_NAME)) {
            return Optional.empty();
        }
        throw new StorageException("The server has no data source " + name
                + ", which corral.jndi-name asks for: define it on the server or correct the name.");
    }

    /** Payara and WildFly have global names; only Tomcat and Jetty put names under java:comp/env by themselves. */
    private static Set<String> candidates(String name) {
        Set<String> names = new LinkedHashSet<>();
        names.add(name);
        if (name.startsWith(OWN_NAMES)) {
            names.add(name.substring(OWN_NAMES.length()));
        }
        return names;
    }

    @SuppressWarnings("BanJNDI") // The name is the operator's, never a caller's.
    private static Optional<DataSource> lookUp(String name) throws StorageException {
        try {
            Context context = new InitialContext();
            try {
                return Optional.of(dataSource(name, context.lookup(name)));
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            if (isAbsence(e)) {
                return Optional.empty();
            }
            throw new StorageException(
                    "The server could not make its data source " + name
                            + ": see the server's own message about it, and check its driver and its address.",
                    e);
        }
    }

    private static DataSource dataSource(String name, @Nullable Object bound) throws StorageException {
        if (bound instanceof DataSource dataSource) {
            return dataSource;
        }
        throw new StorageException("What the server has under " + name
                + " is not a data source: bind a javax.sql.DataSource there or set corral.jndi-name to another name.");
    }

    /** Servers wrap the plain "not found" in exceptions of their own. */
    private static boolean isAbsence(NamingException failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 10; depth++) {
            if (each instanceof NameNotFoundException || each instanceof NoInitialContextException) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    private static Source checked(DataSource dataSource, String name) throws StorageException {
        String what = "The server's data source " + name;
        FirstConnection first =
                FirstConnection.of(dataSource, new Named(what, "the user and password of the data source"));
        // Corral's drivers may be registered without being used: the first call of DriverManager loads all visible
        // drivers.
        return new Source(
                first.source(), first.product() + " through the server's data source " + name, false, Drivers::release);
    }
}
