package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.corral.settings.Jdbc;
import org.corral.settings.KeySettings;
import org.corral.settings.Secret;
import org.corral.settings.StorageSettings;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.token.KeyRing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Against a PostgreSQL whose database is emptied of Corral's tables; run only where one is named:
 * {@code mvn test -Dtest=PostgresTest -Dpostgres.url=jdbc:postgresql://127.0.0.1/corral_test -Dpostgres.user=…
 * -Dpostgres.password=…}. All tests that open a {@link TestDatabase} are then run on it, too.
 */
@Tag("postgres")
class PostgresTest {
    private static final KeySettings KEYS = new KeySettings(Optional.empty(), Duration.ofMinutes(5), Optional.empty());
    private static final String URL = System.getProperty("postgres.url", "");
    private static final String PASSWORD = System.getProperty("postgres.password", "?");
    private static final int NODES = 4;

    @BeforeEach
    void dropTables() throws Exception {
        try (Database database = Database.open(settings(URL, PASSWORD))) {
            List<?> tables = database.read(entities -> entities.createNativeQuery(
                            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'corral%'")
                    .getResultList());
            String names = tables.stream().map(table -> "\"" + table + "\"").collect(Collectors.joining(", "));
            database.write(entities -> entities.createNativeQuery("DROP TABLE " + names + " CASCADE")
                    .executeUpdate());
        }
    }

    @Test
    void nodesThatStartTogetherAgreeOnTablesAndKey() throws Exception {
        ExecutorService starting = Executors.newFixedThreadPool(NODES);
        CyclicBarrier together = new CyclicBarrier(NODES);
        List<Future<Database>> opened = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
                opened.add(starting.submit(() -> {
                    together.await();
                    Database database = Database.open(settings(URL, PASSWORD));
                    KeyRing.open(database, tokens(TokenAlgorithm.ES256), KEYS, Clock.systemUTC());
                    return database;
                }));
            }
            for (Future<Database> database : opened) {
                assertThat(database.get().description()).startsWith("PostgreSQL ");
            }
            assertThat(keys(opened.get(0).get())).isEqualTo(1);
        } finally {
            for (Future<Database> database : opened) {
                database.get().close();
            }
            starting.shutdownNow();
        }
    }

    @Test
    void changedAlgorithmMakesANewKeyBesideTheFormerOne() throws Exception {
        try (Database database = Database.open(settings(URL, PASSWORD))) {
            KeyRing.open(database, tokens(TokenAlgorithm.ES256), KEYS, Clock.systemUTC());
            KeyRing.open(database, tokens(TokenAlgorithm.HS256), KEYS, Clock.systemUTC());
            assertThat(keys(database)).isEqualTo(2);
        }
    }

    @Test
    void uniqueValueThatIsTakenIsAConflict() throws Exception {
        try (Database database = Database.open(settings(URL, PASSWORD))) {
            String insert =
                    "INSERT INTO corral_signing_key (id, algorithm, slot, material, created_at, signs_from, longest_lifetime,"
                            + " version) VALUES (?, 'x', 'one', 'x', 0, 0, 0, 1)";
            database.write(entities ->
                    entities.createNativeQuery(insert).setParameter(1, "a").executeUpdate());
            assertThatThrownBy(() -> database.write(entities -> entities.createNativeQuery(insert)
                            .setParameter(1, "b")
                            .executeUpdate()))
                    .isInstanceOf(ConflictException.class);
            assertThat(keys(database)).isEqualTo(1);
        }
    }

    @Test
    void closingLeavesNoThreadOfTheWebApplicationAndNoDriver() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Database.open(settings(URL, PASSWORD)).close();
        // The cleaner of the driver is a thread of the JDK without a class loader of ours, and ends by itself.
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.isAlive() && !before.contains(thread))
                .allMatch(thread -> thread.getName().startsWith("Cleaner-"));
        assertThat(Collections.list(DriverManager.getDrivers()))
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.postgresql"));
    }

    @Test
    void wrongPasswordIsSaidInOneSentence() {
        assertThatThrownBy(() -> Database.open(settings(URL, "wrong-password")))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url does not accept the user or the password:"
                        + " check corral.jdbc-user and corral.jdbc-password.");
    }

    @Test
    void missingDatabaseIsSaidInOneSentence() {
        assertThatThrownBy(() -> Database.open(settings(URL + "_that_is_not_there", PASSWORD)))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url does not exist on that server:"
                        + " create it, or correct the name of the database.");
    }

    private static long keys(Database database) {
        return database.read(entities -> ((Number) entities.createNativeQuery("SELECT COUNT(*) FROM corral_signing_key")
                        .getSingleResult())
                .longValue());
    }

    private static TokenSettings tokens(TokenAlgorithm algorithm) {
        return new TokenSettings(
                Duration.ofHours(1),
                algorithm,
                "issuer",
                "audience",
                4096,
                0,
                Optional.of(new Secret("a secret of some length")));
    }

    private static StorageSettings settings(String url, String password) {
        Jdbc jdbc = new Jdbc(
                url, Optional.of(System.getProperty("postgres.user", "corral")), Optional.of(new Secret(password)));
        return new StorageSettings(
                Path.of("target").toAbsolutePath(),
                ServerSource.DEFAULT_NAME,
                Optional.of(jdbc),
                4,
                Duration.ofSeconds(2));
    }
}
