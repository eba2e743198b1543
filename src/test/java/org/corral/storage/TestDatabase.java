package org.corral.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.corral.settings.Jdbc;
import org.corral.settings.StorageSettings;

/**
 * The database of a test that needs one: H2 in its folder or, where there is a {@link DatabaseServer}, a schema of its own on
 * that. The same folder gives the same data again. Whoever uses it has the tag {@code storage}.
 */
public final class TestDatabase {
    private TestDatabase() {}

    public static Database open(Path folder) throws StorageException {
        Path absolute = folder.toAbsolutePath();
        Optional<Jdbc> jdbc = DatabaseServer.isGiven()
                ? Optional.of(DatabaseServer.schema(absolute.toString()).jdbc())
                : Optional.empty();
        return Database.open(new StorageSettings(absolute, ServerSource.DEFAULT_NAME, jdbc, 10, Duration.ofSeconds(5)));
    }
}
