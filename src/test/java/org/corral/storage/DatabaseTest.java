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
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.h2.Driver;
import org.h2.tools.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
    @TempDir
    Path folder;

    @Test
    void firstStartMakesFolderAndTables() throws Exception {
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            assertThat(database.embedded()).isTrue();
            assertThat(database.description()).startsWith("H2 2.").endsWith("corral.mv.db");
            assertThat(Databases.count(database, "corral_account")).isZero();
            assertThat(Databases.count(database, "corral_signing_key")).isZero();
        }
    }

    @Test
    void nobodyElseMayLookIntoFolderAndFile() throws Exception {
        Files.createDirectory(folder.resolve("open"));
        try (Database made = Database.open(Databases.embedded(folder.resolve("data")));
                Database there = Database.open(Databases.embedded(folder.resolve("open")))) {
            assertThat(permissions(folder.resolve("data"))).isEqualTo("rwx------");
            assertThat(permissions(folder.resolve("data/corral.mv.db"))).isEqualTo("rw-------");
            assertThat(permissions(folder.resolve("open/corral.mv.db"))).isEqualTo("rw-------");
            assertThat(made.embedded() && there.embedded()).isTrue();
        }
    }

    @Test
    void whatWasWrittenIsThereAfterRestart() throws Exception {
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            Databases.insert(database, "a", "first");
        }
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            assertThat(Databases.count(database, "corral_signing_key")).isEqualTo(1);
        }
    }

    @Test
    void nothingIsKeptOfWorkThatThrows() throws Exception {
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            assertThatThrownBy(() -> database.write(entities -> {
                        Databases.insert(entities, "a", "first");
                        throw new IllegalStateException("half-way");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("half-way");
            assertThat(Databases.count(database, "corral_signing_key")).isZero();
        }
    }

    @Test
    void uniqueValueThatIsTakenIsAConflict() throws Exception {
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            Databases.insert(database, "a", "one");
            assertThatThrownBy(() -> Databases.insert(database, "b", "one"))
                    .isInstanceOfSatisfying(ConflictException.class, conflict -> assertThat(conflict.kind())
                            .isEqualTo(ConflictException.Kind.TAKEN));
            assertThat(Databases.count(database, "corral_signing_key")).isEqualTo(1);
        }
    }

    @Test
    void ofTwoTransactionsForOneUniqueValueOneFails() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        CountDownLatch inserted = new CountDownLatch(1);
        CountDownLatch tried = new CountDownLatch(1);
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            Future<?> first = both.submit(() -> database.write(entities -> {
                Databases.insert(entities, "a", "one");
                inserted.countDown();
                await(tried);
                return true;
            }));
            inserted.await();
            Future<?> second = both.submit(() -> database.write(entities -> {
                tried.countDown();
                Databases.insert(entities, "b", "one");
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
        Database database = Database.open(Databases.embedded(folder.resolve("data")));
        Databases.insert(database, "a", "one");
        database.close();
        assertThat(Databases.newThreads(before)).isEmpty();
        assertThat(Collections.list(DriverManager.getDrivers()))
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.h2"));
    }

    @Test
    void processThatIsKilledLosesNothing() throws Exception {
        try (OtherProcess other = OtherProcess.on(folder.resolve("data"))) {
            other.kill();
        }
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            assertThat(Databases.count(database, "corral_signing_key")).isEqualTo(1);
        }
    }

    @Test
    void tablesOfOthersInTheSchemaAreNoHindrance() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("shared");
        try (Connection connection = new Driver().connect(url + ";USER=sa;PASSWORD=x", new Properties());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE theirs (id INT)");
        }
        try (Database database = Database.open(Databases.jdbc(url, "sa", "x"))) {
            assertThat(Databases.count(database, "corral_account")).isZero();
        }
    }

    /** EclipseLink would try four times, with five seconds in between, and holds the caller for so long. */
    @Test
    @Timeout(10)
    void databaseThatHasGoneIsCalledUnavailableHoweverItIsAsked() throws Exception {
        Server h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        String url = "jdbc:h2:tcp://127.0.0.1:" + h2.getPort() + "/./shared";
        Duration timeouts = Duration.ofMillis(250);
        try (Database database = Database.open(Databases.jdbc(url, "sa", "x", timeouts))) {
            h2.stop();
            List<Function<EntityManager, ?>> questions = List.of(
                    entities -> entities.find(Databases.anEntity(entities), "a"),
                    entities -> entities.createNativeQuery("SELECT 1").getSingleResult());
            for (Function<EntityManager, ?> question : questions) {
                assertThatThrownBy(() -> database.read(question)).isInstanceOf(StorageUnavailableException.class);
                assertThatThrownBy(() -> database.write(question)).isInstanceOf(StorageUnavailableException.class);
            }
            assertThatThrownBy(() -> Databases.insert(database, "a", "one"))
                    .isInstanceOf(StorageUnavailableException.class);
        }
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
