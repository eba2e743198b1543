package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.corral.settings.StorageSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From no tables, from those of an older Corral and to those of a newer one, on each database. */
@Tag("storage")
class UpgradeTest {
    private static final String NEXT = "V900__adds_as_the_next_version_might.sql";

    /** Released: a database that has them by other checksums is refused. */
    private static final Map<String, Integer> CHECKSUMS = Map.ofEntries(
            Map.entry("V1__accounts_and_keys.sql", 1176345327),
            Map.entry("V2__revocation.sql", -636733790),
            Map.entry("V3__api_keys_and_ollama_keys.sql", 242678526),
            Map.entry("V5__sign_in_limits.sql", 982816400),
            Map.entry("V6__key_rotation.sql", 363897349),
            Map.entry("V7__models.sql", -1013690076),
            Map.entry("V8__sessions.sql", 1047421401),
            Map.entry("V9__identities.sql", -1895359345),
            Map.entry("V10__news_of_rights.sql", 1006967132),
            Map.entry("V10__accounts_keys_and_sessions.sql", 1898956655));

    @TempDir
    Path folder;

    private StorageSettings settings;
    private Source source;
    private Product product;

    @BeforeEach
    void connect() throws Exception {
        settings = DatabaseServer.isGiven() ? DatabaseServer.empty(folder).settings() : Databases.embedded(folder);
        source = Source.choose(settings);
        try (Connection connection = source.dataSource().getConnection()) {
            product = Product.of(connection.getMetaData()).orElseThrow();
        }
    }

    @AfterEach
    void disconnect() {
        source.close();
    }

    private Migrations own() {
        return Migrations.of(product);
    }

    private Migrations next() {
        return new Migrations(
                product, Stream.concat(own().files().stream(), Stream.of(NEXT)).toList());
    }

    @Test
    void releasedScriptsAreNotEdited() throws Exception {
        Schema.migrate(source);
        Map<String, Integer> checksums = new TreeMap<>();
        for (List<String> row : rows("SELECT `script`, `checksum` FROM `corral_schema` WHERE `type` = 'SQL'")) {
            checksums.put(row.get(0), Integer.valueOf(row.get(1)));
        }
        assertThat(CHECKSUMS).containsAllEntriesOf(checksums);
    }

    @Test
    void everyTableIsChecked() throws Exception {
        Schema.migrate(source);
        assertThat(columns().keySet().stream()
                        .map(column -> column.substring(0, column.indexOf('.')))
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(TableCheck.TABLES.keySet());
    }

    /** The scripts for MariaDB and MySQL are others than those for H2 and PostgreSQL. */
    @Test
    void tablesAreTheSameOnEveryProduct() throws Exception {
        Schema.migrate(source);
        Map<String, String> here = columns();
        disconnect();
        settings = Databases.embedded(folder.resolve("embedded"));
        source = Source.choose(settings);
        product = Product.H2;
        Schema.migrate(source);
        assertThat(here).isEqualTo(columns());
    }

    /** @return whether it may be null, and how long a text may be that is not a very long one, by {@code table.column} */
    private Map<String, String> columns() throws SQLException {
        Map<String, String> found = new TreeMap<>();
        for (List<String> row :
                rows("SELECT LOWER(TABLE_NAME), LOWER(COLUMN_NAME), IS_NULLABLE, CHARACTER_MAXIMUM_LENGTH"
                        + " FROM information_schema.columns WHERE LOWER(TABLE_NAME) LIKE 'corral!_%' ESCAPE '!'"
                        + " AND LOWER(TABLE_NAME) <> 'corral_schema' AND TABLE_SCHEMA = "
                        + Map.of(Product.H2, "SCHEMA()", Product.POSTGRESQL, "CURRENT_SCHEMA()")
                                .getOrDefault(product, "DATABASE()"))) {
            boolean veryLong = row.get(3) != null && Long.parseLong(row.get(3)) > 16_000;
            found.put(row.get(0) + "." + row.get(1), row.get(2) + " " + (veryLong ? "very long" : row.get(3)));
        }
        return found;
    }

    @Test
    void whatIsThereStaysWhenTheVersionBeforeIsUpgraded() throws Exception {
        List<String> files = own().files();
        Schema.migrate(source, new Migrations(product, files.subList(0, Math.max(1, files.size() - 1))));
        insertAccount();
        Schema.migrate(source);
        assertThat(rows("SELECT id FROM corral_account WHERE era = 0")).containsExactly(List.of("a"));
        Schema.migrate(source, next());
        assertThat(rows("SELECT id FROM corral_account WHERE era = 0")).containsExactly(List.of("a"));
    }

    private void insertAccount() throws SQLException {
        run(
                "INSERT INTO corral_account (id, email, email_key, name, role, profile_image_url, created_at, updated_at, version)"
                        + " VALUES ('a', 'Ada@corral.test', 'ada@corral.test', 'Ada', 'user', '/', 1, 1, 1)");
    }

    @Test
    void nodeGoesOnAndStartsAgainBesideANewerOneThatHasAddedToTheTables() throws Exception {
        try (Database running = Database.open(settingsBeside())) {
            Databases.insert(running, "before", "one");
            Schema.migrate(source, next());
            Databases.insert(running, "after", "two");
            assertThat(Databases.count(running, "corral_signing_key")).isEqualTo(2);
            assertThat(rows("SELECT remark FROM corral_signing_key WHERE id = 'after'"))
                    .containsExactly(List.of("none"));
        }
        Schema.migrate(source);
        assertThat(rows("SELECT id FROM corral_next")).isEmpty();
    }

    /** An embedded database is one process's: here a second one on the same source. */
    private StorageSettings settingsBeside() throws Exception {
        if (!DatabaseServer.isGiven()) {
            source.close();
            settings = Databases.jdbc("jdbc:h2:file:" + folder.resolve("shared") + ";AUTO_SERVER=TRUE", "sa", "x");
            source = Source.choose(settings);
        }
        return settings;
    }

    /** On PostgreSQL a migration is one transaction; elsewhere each statement is kept at once. */
    @Test
    void migrationThatWasCutOffAnywhereIsRunAgain() throws Exception {
        Migrations next = next();
        for (String file : next.files()) {
            if (!next.mayRunAgain(file.substring(file.lastIndexOf('/') + 1))) {
                continue;
            }
            List<String> before = next.files().subList(0, next.files().indexOf(file));
            List<String> statements = statements(file);
            for (int done : IntStream.rangeClosed(0, statements.size()).toArray()) {
                emptied();
                Schema.migrate(source, new Migrations(product, before));
                for (String statement : statements.subList(0, done)) {
                    run(statement);
                }
                Schema.migrate(source, next);
                Schema.migrate(source);
            }
        }
    }

    @Test
    void failureOfAMigrationThatMayRunAgainIsNotInTheWay() throws Exception {
        Schema.migrate(source, next());
        run("UPDATE `corral_schema` SET `success` = FALSE WHERE `version` = '900'");
        if (!next().mayRunAgain(NEXT)) {
            assertThatThrownBy(() -> Schema.migrate(source, next()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("were changed half-way by " + NEXT + ", which failed at an earlier start");
            return;
        }
        Schema.migrate(source, next());
        assertThat(rows("SELECT `success` FROM `corral_schema` WHERE `version` = '900' AND `success` = TRUE"))
                .hasSize(1);
    }

    private List<String> statements(String file) throws IOException {
        Path main = Path.of("src/main/resources/db/migration", file);
        Path script = main.toFile().exists() ? main : Path.of("src/test/resources/db/migration", file);
        List<String> statements = new ArrayList<>();
        for (String statement : MigrationsTest.statements(script)) {
            String filled = statement;
            for (Map.Entry<String, String> placeholder : product.placeholders().entrySet()) {
                filled = filled.replace("${" + placeholder.getKey() + "}", placeholder.getValue());
            }
            statements.add(filled);
        }
        return statements;
    }

    private void emptied() throws Exception {
        if (DatabaseServer.isGiven()) {
            source.close();
            settings = DatabaseServer.empty(folder).settings();
            source = Source.choose(settings);
        } else {
            run("DROP ALL OBJECTS");
        }
    }

    private List<List<String>> rows(String query) throws SQLException {
        List<List<String>> found = new ArrayList<>();
        try (Connection connection = source.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(product.withItsQuotes(query))) {
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    row.add(rows.getString(column));
                }
                found.add(row);
            }
        }
        return found;
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = source.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(product.withItsQuotes(sql));
        }
    }
}
