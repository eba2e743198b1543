package org.corral.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.corral.settings.Jdbc;
import org.corral.settings.Secret;
import org.corral.settings.StorageSettings;

/**
 * The database of a test that needs one: H2 in its folder or, where {@code postgres.url} names one, a schema of its own in
 * that PostgreSQL. The same folder gives the same data again.
 */
public final class TestDatabase {
    private static final String URL = System.getProperty("postgres.url", "");
    private static final String USER = System.getProperty("postgres.user", "corral");
    private static final String PASSWORD = System.getProperty("postgres.password", "");

    private TestDatabase() {}

    public static Database open(Path folder) throws StorageException {
        return Database.open(new StorageSettings(
                folder.toAbsolutePath(), ServerSource.DEFAULT_NAME, postgres(folder), 10, Duration.ofSeconds(5)));
    }

    private static Optional<Jdbc> postgres(Path folder) {
        if (URL.isEmpty()) {
            return Optional.empty();
        }
        String schema =
                "test_" + Integer.toHexString(folder.toAbsolutePath().toString().hashCode());
        try (Connection connection = DriverManager.getConnection(URL, USER, PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException("no schema " + schema, e);
        }
        return Optional.of(
                new Jdbc(URL + "?currentSchema=" + schema, Optional.of(USER), Optional.of(new Secret(PASSWORD))));
    }
}
