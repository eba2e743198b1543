package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppliedMigrationsTest {
    private final JdbcConnectionPool database =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @AfterEach
    void close() throws SQLException {
        run("SHUTDOWN");
        database.dispose();
    }

    /** Whoever adds a migration adds its name. */
    @Test
    void scriptsAreThoseInTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(AppliedMigrations.SCRIPTS)
                    .containsExactlyElementsOf(
                            files.map(file -> file.getFileName().toString())
                                    .sorted(Comparator.comparingInt(AppliedMigrationsTest::version))
                                    .toList());
        }
    }

    private static int version(String script) {
        return Integer.parseInt(script.substring(1, script.indexOf("__")));
    }

    @Test
    void emptyDatabaseIsLeftToFlyway() {
        assertThat(AppliedMigrations.areAll(database)).isFalse();
    }

    @Test
    void migratedDatabaseHasAll() throws StorageException {
        migrate();

        assertThat(AppliedMigrations.areAll(database)).isTrue();
    }

    @Test
    void migratedSchemaWithTablesOfOthersHasAll() throws Exception {
        run("CREATE TABLE others (id INT)");
        migrate();

        assertThat(AppliedMigrations.areAll(database)).isTrue();
    }

    @Test
    void oneThatFailedIsLeftToFlyway() throws Exception {
        migrate();
        run("UPDATE \"corral_schema\" SET \"success\" = FALSE WHERE \"version\" = '8'");

        assertThat(AppliedMigrations.areAll(database)).isFalse();
    }

    @Test
    void oneThatIsMissingIsLeftToFlyway() throws Exception {
        migrate();
        run("DELETE FROM \"corral_schema\" WHERE \"version\" = '8'");

        assertThat(AppliedMigrations.areAll(database)).isFalse();
    }

    @Test
    void oneOfANewerCorralIsLeftToFlyway() throws Exception {
        migrate();
        run("INSERT INTO \"corral_schema\" SELECT 99, '99', 'later', \"type\", 'V99__later.sql', 1, \"installed_by\","
                + " \"installed_on\", 1, TRUE FROM \"corral_schema\" WHERE \"version\" = '1'");

        assertThat(AppliedMigrations.areAll(database)).isFalse();
    }

    private void migrate() throws StorageException {
        Schema.migrate(new Source(database, "a database in memory", false, () -> {}));
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
