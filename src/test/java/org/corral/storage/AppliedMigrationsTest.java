package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppliedMigrationsTest {
    private static final List<String> SCRIPTS = Migrations.of(Product.H2).names();

    private final JdbcConnectionPool database =
            JdbcConnectionPool.create("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1", "sa", "");

    @AfterEach
    void close() throws SQLException {
        run("SHUTDOWN");
        database.dispose();
    }

    @Test
    void emptyDatabaseHasNone() throws Exception {
        assertThat(applied()).isEqualTo(new AppliedMigrations(List.of(), Optional.empty()));
    }

    @Test
    void migratedDatabaseHasAll() throws Exception {
        migrate();

        assertThat(applied().are(SCRIPTS)).isTrue();
        assertThat(applied().addTo(SCRIPTS)).isFalse();
    }

    @Test
    void migratedSchemaWithTablesOfOthersHasAll() throws Exception {
        run("CREATE TABLE others (id INT)");
        migrate();

        assertThat(applied().are(SCRIPTS)).isTrue();
    }

    @Test
    void oneThatFailedIsNamed() throws Exception {
        migrate();
        run("UPDATE \"corral_schema\" SET \"success\" = FALSE WHERE \"version\" = '8'");

        assertThat(applied().are(SCRIPTS)).isFalse();
        assertThat(applied().failed()).contains("V8__sessions.sql");
        assertThatThrownBy(this::migrate)
                .isInstanceOf(StorageException.class)
                .hasMessage(
                        "The tables in a database in memory were changed half-way by V8__sessions.sql, which failed at an"
                                + " earlier start: restore the last backup, and start again.");
    }

    @Test
    void oneThatIsMissingIsLeftToFlyway() throws Exception {
        migrate();
        run("DELETE FROM \"corral_schema\" WHERE \"version\" = '8'");

        assertThat(applied().are(SCRIPTS)).isFalse();
        assertThat(applied().addTo(SCRIPTS)).isFalse();
    }

    @Test
    void newerCorralThatOnlyAddedIsWorkedBeside() throws Exception {
        migrate();
        newer("V98__adds_one.sql", 98);
        newer("V99__adds_another.sql", 99);

        assertThat(applied().are(SCRIPTS)).isFalse();
        assertThat(applied().addTo(SCRIPTS)).isTrue();
        migrate();
    }

    @Test
    void newerCorralThatChangedSomethingIsNot() throws Exception {
        migrate();
        newer("V98__adds_one.sql", 98);
        newer("V99__changes_another.sql", 99);

        assertThat(applied().addTo(SCRIPTS)).isFalse();
        assertThatThrownBy(this::migrate)
                .isInstanceOf(StorageException.class)
                .hasMessage("The tables in a database in memory were made by another version of Corral:"
                        + " start that version or a newer one.");
    }

    private void newer(String script, int version) throws SQLException {
        run("INSERT INTO \"corral_schema\" SELECT " + version + ", '" + version + "', 'later', \"type\", '" + script
                + "', 1, \"installed_by\", \"installed_on\", 1, TRUE FROM \"corral_schema\" WHERE \"version\" = '1'");
    }

    private AppliedMigrations applied() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return AppliedMigrations.read(connection, Product.H2);
        }
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
