package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Driver;
import java.sql.DriverManager;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DriversTest {
    /** Like a web application: its own classes and its own driver, whatever its parent has of the same name. */
    private static final class WebApplication extends URLClassLoader {
        WebApplication() {
            super(
                    Stream.of(Drivers.class, DriversTest.class, org.postgresql.Driver.class)
                            .map(type ->
                                    type.getProtectionDomain().getCodeSource().getLocation())
                            .toArray(URL[]::new),
                    DriversTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                boolean own = name.startsWith("org.postgresql.") || name.startsWith("org.corral.");
                return loaded != null || !own
                        ? (loaded == null ? super.loadClass(name, resolve) : loaded)
                        : findClass(name);
            }
        }
    }

    /** Run in the web application, whose drivers its own classes alone can see. */
    public static List<Driver> ownDrivers() {
        return Collections.list(DriverManager.getDrivers()).stream()
                .filter(driver -> driver.getClass().getClassLoader() == DriversTest.class.getClassLoader())
                .toList();
    }

    /**
     * The server has the same driver. To find out whether it is visible, DriverManager loads Corral's, which registers itself
     * while DriverManager walks.
     */
    @Test
    void driverThatIsRegisteredWhileDriversAreListedIsReleasedToo() throws Exception {
        Driver ofTheServer = new org.postgresql.Driver();
        DriverManager.registerDriver(ofTheServer);
        try (WebApplication application = new WebApplication()) {
            call(application, Drivers.class, "release");

            assertThat((List<?>) call(application, DriversTest.class, "ownDrivers"))
                    .isEmpty();
            assertThat(Collections.list(DriverManager.getDrivers())).contains(ofTheServer);
        } finally {
            DriverManager.deregisterDriver(ofTheServer);
        }
    }

    @Test
    void driverThatWasUsedIsReleased() throws Exception {
        try (WebApplication application = new WebApplication()) {
            application
                    .loadClass("org.postgresql.Driver")
                    .getDeclaredConstructor()
                    .newInstance();
            assertThat((List<?>) call(application, DriversTest.class, "ownDrivers"))
                    .hasSize(1);

            call(application, Drivers.class, "release");

            assertThat((List<?>) call(application, DriversTest.class, "ownDrivers"))
                    .isEmpty();
        }
    }

    private static Object call(ClassLoader application, Class<?> type, String name) throws Exception {
        Method method = application.loadClass(type.getName()).getDeclaredMethod(name);
        method.setAccessible(true);
        return method.invoke(null);
    }
}
