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
import org.corral.settings.Jdbc;
import org.corral.settings.KeySettings;
import org.corral.settings.Secret;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.token.KeyRing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** On a real server: {@code .ci/with-database mariadb mvn test -Dtest=DatabaseServerTest}, or {@code postgres}. */
@Tag("database")
@Tag("storage")
class DatabaseServerTest {
    private static final KeySettings KEYS = new KeySettings(Optional.empty(), Duration.ofMinutes(5), Optional.empty());
    private static final int NODES = 4;
    /** The rights that Corral needs when it need not make tables. */
    private static final String EVERY_DAY = "SELECT, INSERT, UPDATE, DELETE";

    @TempDir
    Path folder;

    private DatabaseServer server;

    @BeforeEach
    void makeSchema() {
        server = DatabaseServer.empty(folder);
    }

    private Database open() throws StorageException {
        return Database.open(server.settings());
    }

    @RepeatedTest(3)
    void nodesThatStartTogetherAgreeOnTablesAndKey() throws Exception {
        ExecutorService starting = Executors.newFixedThreadPool(NODES);
        CyclicBarrier together = new CyclicBarrier(NODES);
        List<Future<Database>> opened = new ArrayList<>();
        try {
            for (int node = 0; node < NODES; node++) {
                opened.add(starting.submit(() -> {
                    together.await();
                    Database database = open();
                    KeyRing.open(database, tokens(TokenAlgorithm.ES256), KEYS, Clock.systemUTC());
                    return database;
                }));
            }
            for (Future<Database> database : opened) {
                assertThat(database.get().description()).startsWith(DatabaseServer.product());
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
        try (Database database = open()) {
            KeyRing.open(database, tokens(TokenAlgorithm.ES256), KEYS, Clock.systemUTC());
            KeyRing.open(database, tokens(TokenAlgorithm.HS256), KEYS, Clock.systemUTC());
            assertThat(keys(database)).isEqualTo(2);
        }
    }

    @Test
    void tablesOfOthersInTheSchemaAreNoHindrance() throws Exception {
        DatabaseServer.execute("CREATE TABLE " + server.name() + ".theirs (id INT)");
        try (Database database = open()) {
            assertThat(keys(database)).isZero();
        }
        open().close();
    }

    @Test
    void uniqueValueThatIsTakenIsAConflict() throws Exception {
        try (Database database = open()) {
            Databases.insert(database, "a", "one");
            assertThatThrownBy(() -> Databases.insert(database, "b", "one"))
                    .isInstanceOfSatisfying(ConflictException.class, conflict -> assertThat(conflict.kind())
                            .isEqualTo(ConflictException.Kind.TAKEN));
            assertThat(keys(database)).isEqualTo(1);
        }
    }

    /** Ids and hashes are texts, and so are the names under which other stores know people. */
    @Test
    void textsThatDifferInAnythingAreDifferent() throws Exception {
        List<String> texts = List.of("one", "One", "öne", "one ", "one\u200b", "😀", "😁");
        try (Database database = open()) {
            for (String text : texts) {
                Databases.insert(database, text, text);
            }
            assertThat(keys(database)).isEqualTo(texts.size());
            for (String text : texts) {
                assertThat(database.<List<?>>read(entities -> entities.createNativeQuery(
                                        "SELECT id FROM corral_signing_key WHERE slot = ?")
                                .setParameter(1, text)
                                .getResultList()))
                        .isEqualTo(List.of(text));
            }
        }
    }

    @Test
    void textThatIsTooLongIsRefusedAndNotCutOff() throws Exception {
        try (Database database = open()) {
            assertThatThrownBy(() -> Databases.insert(database, "a", "s".repeat(17)))
                    .isNotNull();
            assertThat(keys(database)).isZero();
        }
    }

    /** Others commit while a transaction runs: it sees what they have written. */
    @Test
    void transactionSeesWhatOthersCommitMeanwhile() throws Exception {
        try (Database database = open()) {
            List<Long> seen = database.write(entities -> {
                long before = keys(database);
                Number first = (Number) entities.createNativeQuery("SELECT COUNT(*) FROM corral_signing_key")
                        .getSingleResult();
                Databases.insert(database, "a", "one");
                Number then = (Number) entities.createNativeQuery("SELECT COUNT(*) FROM corral_signing_key")
                        .getSingleResult();
                return List.of(before, first.longValue(), then.longValue());
            });
            assertThat(seen).containsExactly(0L, 0L, 1L);
        }
    }

    @Test
    void ofTwoThatWaitForEachOtherOneIsToldThatAnotherCameFirst() throws Exception {
        ExecutorService both = Executors.newFixedThreadPool(2);
        CyclicBarrier locked = new CyclicBarrier(2);
        try (Database database = open()) {
            Databases.insert(database, "a", "one");
            Databases.insert(database, "b", "two");
            Future<Boolean> there = both.submit(() -> crossed(database, "a", "b", locked));
            Future<Boolean> back = both.submit(() -> crossed(database, "b", "a", locked));
            assertThat(List.of(there.get(), back.get())).containsExactlyInAnyOrder(true, false);
        } finally {
            both.shutdownNow();
        }
    }

    /** @return false if the transaction has ended in a deadlock */
    private static boolean crossed(Database database, String first, String second, CyclicBarrier locked) {
        try {
            return database.write(entities -> {
                for (String id : List.of(first, second)) {
                    entities.createNativeQuery(
                                    "UPDATE corral_signing_key SET version = version + 1 WHERE id = '" + id + "'")
                            .executeUpdate();
                    if (id.equals(first)) {
                        await(locked);
                    }
                }
                return true;
            });
        } catch (ConflictException e) {
            assertThat(e.kind()).isEqualTo(ConflictException.Kind.CHANGED);
            return false;
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void closingLeavesNoThreadOfTheWebApplicationAndNoDriverOfItsOwn() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        open().close();
        // The cleaner of PostgreSQL's driver is a thread of the JDK without a class loader of ours, and ends by itself.
        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.isAlive() && !before.contains(thread))
                .allMatch(thread -> thread.getName().startsWith("Cleaner-"));
        assertThat(Collections.list(DriverManager.getDrivers()))
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.postgresql"));
    }

    @Test
    void wrongPasswordIsSaidInOneSentence() {
        Jdbc wrong = new Jdbc(server.jdbc().url(), server.jdbc().user(), Optional.of(new Secret("not the password")));
        assertThatThrownBy(() -> Database.open(Databases.at(wrong)))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url does not accept the user or the password:"
                        + " check corral.jdbc-user and corral.jdbc-password.");
    }

    @Test
    void missingDatabaseIsSaidInOneSentence() {
        String url = server.jdbc().url().replaceFirst("/[^/?]*([?].*)?$", "/not_there");
        Jdbc elsewhere = new Jdbc(url, server.jdbc().user(), server.jdbc().password());
        assertThatThrownBy(() -> Database.open(Databases.at(elsewhere)))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url does not exist on that server:"
                        + " create it, or correct the name of the database.");
    }

    @Test
    void userWhoMayMakeNoTablesIsToldSo() {
        assertThatThrownBy(() -> Database.open(server.stranger("SELECT").settings()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("could not be brought up to date, because its user may not:")
                .hasMessageContaining("grant them the right to create and change tables");
    }

    /** Tables that somebody else has made are enough, if the user may read and write them. */
    @Test
    void userWhoMayOnlyReadAndWriteIsEnoughOnceTheTablesAreThere() throws Exception {
        open().close();
        try (Database database = Database.open(server.stranger(EVERY_DAY).settings())) {
            Databases.insert(database, "a", "one");
            assertThat(keys(database)).isEqualTo(1);
        }
    }

    @Test
    void userWhoMayNotWriteIsToldSoAtStart() throws Exception {
        open().close();
        assertThatThrownBy(() -> Database.open(server.stranger("SELECT").settings()))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("can't be used by its user:"
                        + " grant them SELECT, INSERT, UPDATE and DELETE on corral_account and all other tables");
    }

    @Test
    void replicaIsRefusedAtStart() throws Exception {
        open().close();
        DatabaseServer reader = server.stranger(EVERY_DAY);
        reader.makeReadOnly();
        try {
            assertThatThrownBy(() -> Database.open(reader.settings()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(
                            "can only be read: connect Corral to the primary server, and not to a replica");
        } finally {
            DatabaseServer.writable();
        }
    }

    @Test
    void emptyReplicaIsRefusedAtStart() {
        DatabaseServer reader = server.stranger(DatabaseServer.isPostgres() ? "SELECT" : "ALL");
        reader.makeReadOnly();
        try {
            assertThatThrownBy(() -> Database.open(reader.settings()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining(
                            "because the database can only be read: connect Corral to the primary server");
        } finally {
            DatabaseServer.writable();
        }
    }

    @Nested
    @DisabledIf("org.corral.storage.DatabaseServer#isPostgres")
    class OfMariaDb {
        /** Reads go on, and people are told to come again. */
        @Test
        void primaryThatBecomesAReplicaIsAnOutage() throws Exception {
            open().close();
            DatabaseServer stranger = server.stranger(EVERY_DAY);
            try (Database database = Database.open(stranger.settings())) {
                stranger.makeReadOnly();
                assertThatThrownBy(() -> Databases.insert(database, "a", "one"))
                        .isInstanceOf(StorageUnavailableException.class);
                assertThat(keys(database)).isZero();
            } finally {
                DatabaseServer.writable();
            }
        }

        @Test
        void tablesThatTakeDifferentTextsForTheSameAreRefused() throws Exception {
            open().close();
            DatabaseServer.execute("ALTER TABLE " + server.name()
                    + ".corral_revocation CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci");
            assertThatThrownBy(DatabaseServerTest.this::open)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("take different texts for the same (corral_revocation: utf8mb4_general_ci)")
                    .hasMessageMatching(".* COLLATE utf8mb4_(nopad|0900)_bin\\.");
        }

        @Test
        void tablesWithoutTransactionsAreRefused() throws Exception {
            open().close();
            DatabaseServer.execute("ALTER TABLE " + server.name() + ".corral_revocation ENGINE=MyISAM");
            assertThatThrownBy(DatabaseServerTest.this::open)
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("know no transactions (corral_revocation: MyISAM)");
        }
    }

    private static long keys(Database database) {
        return Databases.count(database, "corral_signing_key");
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
}
