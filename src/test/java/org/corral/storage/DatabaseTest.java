package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.corral.settings.Jdbc;
import org.corral.settings.Secret;
import org.corral.settings.StorageSettings;
import org.h2.Driver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    @Test
    void firstStartMakesFolderAndTables() throws Exception {
        try (Database database = Database.open(embedded())) {
            assertThat(database.embedded()).isTrue();
            assertThat(database.description()).startsWith("H2 2.").endsWith("corral.mv.db");
            assertThat(count(database, "corral_account")).isZero();
            assertThat(count(database, "corral_signing_key")).isZero();
        }
    }

    @Test
    void nobodyElseMayLookIntoFolderAndFile() throws Exception {
        Files.createDirectory(folder.resolve("open"));
        try (Database made = Database.open(embedded());
                Database there = Database.open(embedded(folder.resolve("open")))) {
            assertThat(permissions(folder.resolve("data"))).isEqualTo("rwx------");
            assertThat(permissions(folder.resolve("data/corral.mv.db"))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("open/corral.mv.db"))).isEqualTo("rw-------");
            assertThat(made.embedded() && there.embedded()).isTrue();
        }
    }

    @Test
    void whatWasWrittenIsThereAfterRestart() throws Exception {
        try (Database database = Database.open(embedded())) {
            insert(database, "a", "first");
        }
        try (Database database = Database.open(embedded())) {
            assertThat(count(database, "corral_signing_key")).isEqualTo(1);
        }
    }

    @Test
    void nothingIsKeptOfWorkThatThrows() throws Exception {
        try (Database database = Database.open(embedded())) {
            assertThatThrownBy(() -> database.write(entities -> {
                        insert(entities, "a", "first");
                        throw new IllegalStateException("half-way");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("half-way");
            assertThat(count(database, "corral_signing_key")).isZero();
        }
    }

    @Test
    void uniqueValueThatIsTakenIsAConflict() throws Exception {
        try (Database database = Database.open(embedded())) {
            insert(database, "a", "one");
            assertThatThrownBy(() -> insert(database, "b", "one"))
                    .isInstanceOfSatisfying(ConflictException.class, conflict -> assertThat(conflict.kind())
                            .isEqualTo(ConflictException.Kind.TAKEN));
            assertThat(count(database, "corral_signing_key")).isEqualTo(1);
        }
    }

    @Test
    void ofTwoTransactionsForOneUniqueValueOneFails() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        try (Database database = Database.open(embedded())) {
            Future<?> first = both.submit(() -> database.write(entities -> {
                insert(entities, "a", "one");
                inserted.countDown();
                await(tried);
                return true;
            }));
            inserted.await();
            Future<?> second = both.submit(() -> database.write(entities -> {
                tried.countDown();
                insert(entities, "b", "one");
                return true;
            }));
            first.get();
            assertThatThrownBy(second::get).hasCauseInstanceOf(ConflictException.class);
        } finally {
            both.shutdownNow();
        }
    }

    @Test
    void closingLeavesNoThreadAndNoDriver() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Database database = Database.open(embedded());
        insert(database, "a", "one");
        database.close();
        assertThat(newThreads(before)).isEmpty();
        assertThat(Collections.list(DriverManager.getDrivers()))
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.h2"));
    }

    @Test
    void failedOpeningLeavesNoThreadAndNoDriver() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/corral.mv.db"), "no database at all, but some text of a certain length\n");
        assertThatThrownBy(() -> Database.open(embedded()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is not a readable H2 database of this version")
                .hasMessageContaining("corral.mv.db");
        assertThat(newThreads(before)).isEmpty();
        assertThat(Collections.list(DriverManager.getDrivers()))
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.h2"));
    }

    @Test
    void databaseInUseByAnotherProcessIsSaidInOneSentence() throws Exception {
        try (OtherProcess other = OtherProcess.on(folder.resolve("data"))) {
            assertThatThrownBy(() -> Database.open(embedded()))
                    .isInstanceOf(StorageException.class)
                    .hasMessage("The database " + folder.resolve("data/corral.mv.db")
                            + " is in use by another process: stop that one first,"
                            + " or give this one a database of its own by corral.data-dir.");
            assertThat(other.isAlive()).isTrue();
        }
    }

    @Test
    void processThatIsKilledLosesNothing() throws Exception {
        try (OtherProcess other = OtherProcess.on(folder.resolve("data"))) {
            other.kill();
        }
        try (Database database = Database.open(embedded())) {
            assertThat(count(database, "corral_signing_key")).isEqualTo(1);
        }
    }

    @Test
    void folderThatIsAFileIsNamed() throws Exception {
        Files.writeString(folder.resolve("data"), "x");
        assertThatThrownBy(() -> Database.open(embedded()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("The data folder " + folder.resolve("data"))
                .hasMessageContaining("corral.data-dir");
    }

    @Test
    void fileThatIsAFolderIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("data/corral.mv.db"));
        assertThatThrownBy(() -> Database.open(embedded()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("can't be read and written");
    }

    @Test
    void wrongPasswordIsSaidInOneSentence() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("other");
        Database.open(jdbc(url, "owner", "right horse battery")).close();
        assertThatThrownBy(() -> Database.open(jdbc(url, "owner", "wrong horse battery")))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url does not accept the user or the password:"
                        + " check corral.jdbc-user and corral.jdbc-password.");
    }

    @Test
    void unreachableServerIsSaidInOneSentence() {
        assertThatThrownBy(() -> Database.open(jdbc("jdbc:postgresql://127.0.0.1:9/corral", "u", "hidden-password")))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url can't be reached:"
                        + " check that it runs, its host and port, and the firewall between.");
    }

    @Test
    void unknownKindOfDatabaseIsRefused() {
        assertThatThrownBy(() -> Database.open(jdbc("jdbc:mysql://127.0.0.1/corral", "u", "hidden-password")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("use jdbc:postgresql: or jdbc:h2:")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void dataSourceThatTheOperatorNamedMustBeThere() {
        StorageSettings settings = new StorageSettings(
                folder.resolve("data"), "java:comp/env/jdbc/other", Optional.empty(), 2, Duration.ofSeconds(1));
        assertThatThrownBy(() -> Database.open(settings))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no data source java:comp/env/jdbc/other");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void tablesOfANewerCorralAreRefused() throws Exception {
        try (Database database = Database.open(embedded())) {
            database.write(
                    entities -> entities.createNativeQuery("INSERT INTO \"corral_schema\" SELECT 99, '99', 'later',"
                                    + " \"type\", 'V99__later.sql', 1, \"installed_by\", \"installed_on\", 1, TRUE"
                                    + " FROM \"corral_schema\" WHERE \"version\" = '1'")
                            .executeUpdate());
        }
        assertThatThrownBy(() -> Database.open(embedded()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("were made by another version of Corral");
    }

    @Test
    void tablesOfOthersInTheSchemaAreNoHindrance() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("shared");
        try (Connection connection = new Driver().connect(url + ";USER=sa;PASSWORD=x", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE theirs (id INT)");
        }
        try (Database database = Database.open(jdbc(url, "sa", "x"))) {
            assertThat(count(database, "corral_account")).isZero();
        }
    }

    private StorageSettings embedded() {
        return embedded(folder.resolve("data"));
    }

    private static StorageSettings embedded(Path data) {
        return new StorageSettings(data, ServerSource.DEFAULT_NAME, Optional.empty(), 4, Duration.ofSeconds(2));
    }

    private StorageSettings jdbc(String url, String user, String password) {
        Jdbc jdbc = new Jdbc(url, Optional.of(user), Optional.of(new Secret(password)));
        return new StorageSettings(
                folder.resolve("data"), ServerSource.DEFAULT_NAME, Optional.of(jdbc), 4, Duration.ofSeconds(2));
    }

    private static long count(Database database, String table) {
        return database.read(entities -> ((Number) entities.createNativeQuery("SELECT COUNT(*) FROM " + table)
                        .getSingleResult())
                .longValue());
    }

    private static void insert(Database database, String id, String slot) {
        database.write(entities -> insert(entities, id, slot));
    }

    private static int insert(EntityManager entities, String id, String slot) {
        return entities.createNativeQuery("INSERT INTO corral_signing_key"
                        + " (id, algorithm, slot, material, created_at, longest_lifetime, version)"
                        + " VALUES ('" + id + "', 'x', '" + slot + "', 'x', 0, 0, 1)")
                .executeUpdate();
    }

    private static List<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toList());
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
