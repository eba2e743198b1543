package org.corral.storage;

import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The JDBC drivers: those of H2 and PostgreSQL among Corral's own libraries, those of MariaDB and MySQL among the server's.
 * They are used directly, because DriverManager does not find them on every server.
 */
final class Drivers {
    private static final System.Logger LOG = System.getLogger(Drivers.class.getName());
    private static final ClassLoader OWN = Drivers.class.getClassLoader();
    private static final List<Kind> KINDS = List.of(
            new Kind("jdbc:h2:", "H2", "org.h2.Driver"),
            new Kind("jdbc:postgresql:", "PostgreSQL", "org.postgresql.Driver"),
            new Kind("jdbc:mariadb:", "MariaDB", "org.mariadb.jdbc.Driver"),
            new Kind("jdbc:mysql:", "MySQL", "com.mysql.cj.jdbc.Driver"));

    private Drivers() {}

    private record Kind(String prefix, String product, String driver) {}

    /**
     * The driver for URLs like this one.
     *
     * @throws StorageException if Corral does not know the kind of database, or the server lacks the driver
     */
    static Driver forUrl(String url) throws StorageException {
        Optional<Kind> kind = KINDS.stream()
                .filter(each -> url.toLowerCase(Locale.ROOT).startsWith(each.prefix()))
                .findFirst();
        if (kind.isEmpty()) {
            throw new StorageException("corral.jdbc-url names a database that Corral does not know: use"
                    + " jdbc:postgresql:, jdbc:mariadb:, jdbc:mysql: or jdbc:h2:.");
        }
        return load(kind.get());
    }

    private static Driver load(Kind kind) throws StorageException {
        for (ClassLoader loader : loaders()) {
            Optional<Driver> found = load(kind.driver(), loader);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new StorageException(
                "corral.jdbc-url names " + kind.product() + ", whose driver does not come with Corral: put"
                        + " the driver's jar (with the class " + kind.driver()
                        + ") where the server's own libraries are, and start the server again.");
    }

    /** What a web application sees of its server depends on the server, and sometimes on the thread. */
    private static List<ClassLoader> loaders() {
        return Stream.of(OWN, Thread.currentThread().getContextClassLoader(), ClassLoader.getSystemClassLoader())
                .filter(loader -> loader != null)
                .distinct()
                .toList();
    }

    private static Optional<Driver> load(String name, ClassLoader loader) throws StorageException {
        try {
            return Optional.of(Class.forName(name, true, loader)
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance());
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | LinkageError | ClassCastException e) {
            throw new StorageException(
                    "The JDBC driver " + name + " on this server can't be used: replace its jar by one of its present"
                            + " version.",
                    e);
        }
    }

    /**
     * A driver registers itself with DriverManager when its class is loaded, which would keep a stopped web application in
     * memory. Deregisters the drivers of Corral's own libraries; those of the server stay.
     */
    static void release() {
        // The first call itself may load Corral's own driver, if the server has registered another of this name. It
        // does
        // not return a driver that registers meanwhile.
        ownDrivers();
        List<Driver> left = ownDrivers();
        while (!left.isEmpty() && left.stream().allMatch(Drivers::deregister)) {
            left = ownDrivers();
        }
    }

    private static List<Driver> ownDrivers() {
        List<Driver> all = new ArrayList<>(Collections.list(DriverManager.getDrivers()));
        all.removeIf(driver -> driver.getClass().getClassLoader() != OWN);
        return all;
    }

    private static boolean deregister(Driver driver) {
        try {
            DriverManager.deregisterDriver(driver);
            return true;
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.WARNING, "A JDBC driver stays registered: {0}", driver.getClass());
            return false;
        }
    }
}
