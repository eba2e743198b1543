package org.corral.storage;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.corral.it.Secrets;
import org.corral.server.BoundDatabase;
import org.corral.settings.Jdbc;
import org.corral.settings.Secret;
import org.corral.settings.StorageSettings;

/**
 * The database server that {@code database.url} names, with a user who may do everything there: {@code .ci/with-database}
 * starts one. Each test takes a schema of its own (with MariaDB and MySQL a database of its own, which is the same).
 */
public final class DatabaseServer {
    private static final String URL = System.getProperty("database.url", "");
    private static final String USER = System.getProperty("database.user", "corral");
    private static final String PASSWORD = System.getProperty("database.password", "");
    private static final boolean POSTGRES = URL.startsWith("jdbc:postgresql:");
    private static final boolean MYSQL = URL.startsWith("jdbc:mysql:");

    private final String schema;
    private final Jdbc jdbc;

    private DatabaseServer(String schema, Jdbc jdbc) {
        this.schema = schema;
        this.jdbc = jdbc;
    }

    static boolean isGiven() {
        return !URL.isEmpty();
    }

    static boolean isPostgres() {
        return POSTGRES;
    }

    /** How the description of its databases begins. */
    static String product() {
        return POSTGRES ? "PostgreSQL " : MYSQL ? "MySQL " : "MariaDB ";
    }

    /** A schema that is always the same for this name. */
    public static DatabaseServer schema(String name) {
        String schema = "test_" + Integer.toHexString(name.hashCode());
        execute(
                POSTGRES
                        ? "CREATE SCHEMA IF NOT EXISTS " + schema
                        // Whoever makes a database without a thought gets a collation in which A is a.
                        : "CREATE DATABASE IF NOT EXISTS " + schema
                                + " CHARACTER SET latin1 COLLATE latin1_swedish_ci");
        return new DatabaseServer(schema, new Jdbc(url(schema), Optional.of(USER), Optional.of(new Secret(PASSWORD))));
    }

    /** An empty schema. */
    public static DatabaseServer empty(Path folder) {
        DatabaseServer made = schema(folder.toString());
        execute("DROP SCHEMA " + made.schema + (POSTGRES ? " CASCADE" : ""));
        return schema(folder.toString());
    }

    static String url(String schema) {
        return POSTGRES ? URL + "?currentSchema=" + schema : URL.replaceFirst("/[^/]*$", "/" + schema);
    }

    /** The same schema for somebody who may nothing there but what is granted to them. */
    DatabaseServer stranger(String granted) {
        String name = schema.replace("test_", "stranger_");
        String password = Secrets.fresh();
        if (POSTGRES) {
            execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'");
            execute("GRANT USAGE ON SCHEMA " + schema + " TO " + name);
            execute("GRANT " + granted + " ON ALL TABLES IN SCHEMA " + schema + " TO " + name);
        } else {
            execute("CREATE USER " + name + "@'127.0.0.1' IDENTIFIED BY '" + password + "'");
            execute("GRANT " + granted + " ON " + schema + ".* TO " + name + "@'127.0.0.1'");
        }
        return new DatabaseServer(schema, new Jdbc(jdbc.url(), Optional.of(name), Optional.of(new Secret(password))));
    }

    /** The server takes nothing but reads from this user on, until {@link #writable}; with PostgreSQL in new connections. */
    void makeReadOnly() {
        execute(
                POSTGRES
                        ? "ALTER ROLE " + jdbc.user().orElseThrow() + " SET default_transaction_read_only = on"
                        : "SET GLOBAL read_only = 1");
    }

    static void writable() {
        if (!POSTGRES) {
            execute("SET GLOBAL read_only = 0");
        }
    }

    static String driverClass() {
        return POSTGRES ? "org.postgresql.Driver" : MYSQL ? "com.mysql.cj.jdbc.Driver" : "org.mariadb.jdbc.Driver";
    }

    static Path driverJar() {
        try {
            return Path.of(Class.forName(driverClass())
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (ClassNotFoundException | URISyntaxException e) {
            throw new IllegalStateException("no jar of " + driverClass(), e);
        }
    }

    String name() {
        return schema;
    }

    public Jdbc jdbc() {
        return jdbc;
    }

    /** For a server that is to have it as its data source. */
    BoundDatabase bound() {
        return new BoundDatabase(
                POSTGRES ? "postgresql" : "mariadb",
                driverJar(),
                // As the page Databases advises.
                POSTGRES ? jdbc.url() : jdbc.url() + "?sessionVariables=innodb_lock_wait_timeout=10",
                USER,
                PASSWORD);
    }

    StorageSettings settings() {
        return new StorageSettings(
                Path.of("target").toAbsolutePath(),
                ServerSource.DEFAULT_NAME,
                Optional.of(jdbc),
                4,
                Duration.ofSeconds(5));
    }

    /** By the user who may everything, in no schema. */
    static void execute(String sql) {
        Properties user = new Properties();
        user.setProperty("user", USER);
        user.setProperty("password", PASSWORD);
        // Not by DriverManager, from which Corral deregisters the drivers when it stops.
        try (Connection connection = Drivers.forUrl(URL).connect(URL, user);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException | StorageException e) {
            throw new IllegalStateException("not executed: " + sql.replaceAll("'.*'", "'…'"), e);
        }
    }
}
