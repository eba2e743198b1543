package org.corral.storage;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/**
 * The JDBC drivers among Corral's own libraries, used directly, because DriverManager does not find them on every server.
 */
final class Drivers {
    private static final System.Logger LOG = System.getLogger(Drivers.class.getName());
    private static final ClassLoader OWN = Drivers.class.getClassLoader();

    private Drivers() {}

    /** The driver for URLs like this one, if it is a database that Corral knows. */
    static Optional<Driver> forUrl(String url) {
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith("jdbc:h2:")) {
            return Optional.of(load("org.h2.Driver"));
        }
        return lower.startsWith("jdbc:postgresql:") ? Optional.of(load("org.postgresql.Driver")) : Optional.empty();
    }

    private static Driver load(String name) {
        try {
            return Class.forName(name, true, OWN)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no driver " + name + " in WEB-INF/lib", e);
        }
    }

    /**
     * A driver registers itself with DriverManager when its class is loaded, which would keep a stopped web application in
     * memory. Deregisters the drivers of Corral's own libraries; those of the server stay.
     */
    static void release() {
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == OWN) {
                deregister(driver);
            }
        }
    }

    private static void deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "A JDBC driver stays registered: {0}", driver.getClass());
        }
    }
}
