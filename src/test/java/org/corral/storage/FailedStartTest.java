package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.corral.it.Secrets;
import org.corral.settings.StorageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What the operator is told when the database can't be used. */
class FailedStartTest {
    @TempDir
    Path folder;

    @Test
    void failedOpeningLeavesNoThreadAndNoDriver() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/corral.mv.db"), "no database at all, but some text of a certain length\n");
        assertThatThrownBy(() -> Database.open(Databases.embedded(folder.resolve("data"))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("is not a readable H2 database of this version")
                .hasMessageContaining("corral.mv.db");
        assertThat(Databases.newThreads(before)).isEmpty();
        assertThat(Collections.list(DriverManager.getDrivers()))
                .noneMatch(driver -> driver.getClass().getName().startsWith("org.h2"));
    }

    @Test
    void databaseInUseByAnotherProcessIsSaidInOneSentence() throws Exception {
        try (OtherProcess other = OtherProcess.on(folder.resolve("data"))) {
            assertThatThrownBy(() -> Database.open(Databases.embedded(folder.resolve("data"))))
                    .isInstanceOf(StorageException.class)
                    .hasMessage(
                            "The database " + folder.resolve("data/corral.mv.db")
                                    + " is in use by another process or deployment: stop that one first,"
                                    + " or give this one a database of its own by corral.data-dir."
                                    + " Two versions side by side, or several nodes, need a database server (corral.jdbc-url).");
            assertThat(other.isAlive()).isTrue();
        }
    }

    /** As below a home that does not exist, or that the unit of systemd protects: here not even root can write. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void folderThatCanNotBeMadeIsNamed() {
        assertThatThrownBy(() -> Database.open(Databases.embedded(Path.of("/proc/nobody/.corral"))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("The data folder /proc/nobody/.corral can't be made")
                .hasMessageContaining("corral.data-dir");
    }

    /** As one on a disk that is full or read-only: its rights say that root may write there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void folderInWhichNothingCanBeWrittenIsNamed() {
        assertThatThrownBy(() -> Database.open(Databases.embedded(Path.of("/proc"))))
                .isInstanceOf(StorageException.class)
                .hasMessageMatching("(Nothing can be written to the|The) data folder /proc.*")
                .hasMessageContaining("corral.data-dir");
    }

    @Test
    void folderThatIsAFileIsNamed() throws Exception {
        Files.writeString(folder.resolve("data"), "x");
        assertThatThrownBy(() -> Database.open(Databases.embedded(folder.resolve("data"))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("The data folder " + folder.resolve("data"))
                .hasMessageContaining("corral.data-dir");
    }

    @Test
    void fileThatIsAFolderIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("data/corral.mv.db"));
        assertThatThrownBy(() -> Database.open(Databases.embedded(folder.resolve("data"))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("can't be read and written");
    }

    @Test
    void wrongPasswordIsSaidInOneSentence() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("other");
        Database.open(Databases.jdbc(url, "owner", Secrets.fresh())).close();
        assertThatThrownBy(() -> Database.open(Databases.jdbc(url, "owner", Secrets.fresh())))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url does not accept the user or the password:"
                        + " check corral.jdbc-user and corral.jdbc-password.");
    }

    @Test
    void unreachableServerIsSaidInOneSentence() {
        assertThatThrownBy(() ->
                        Database.open(Databases.jdbc("jdbc:postgresql://127.0.0.1:9/corral", "u", "hidden-password")))
                .isInstanceOf(StorageException.class)
                .hasMessage("The database of corral.jdbc-url can't be reached:"
                        + " check that it runs, its host and port, and the firewall between.");
    }

    @Test
    void unknownKindOfDatabaseIsRefused() {
        assertThatThrownBy(() -> Database.open(
                        Databases.jdbc("jdbc:oracle:thin:@127.0.0.1:1521/corral", "u", "hidden-password")))
                .isInstanceOf(StorageException.class)
                .hasMessage("corral.jdbc-url names a database that Corral does not know:"
                        + " use jdbc:postgresql:, jdbc:mariadb:, jdbc:mysql: or jdbc:h2:.");
    }

    /** No test needs MySQL's driver. */
    @Test
    void driverThatTheServerLacksIsNamed() {
        assertThatThrownBy(() -> Database.open(Databases.jdbc("jdbc:mysql://127.0.0.1/corral", "u", "hidden-password")))
                .isInstanceOf(StorageException.class)
                .hasMessage("corral.jdbc-url names MySQL, whose driver does not come with Corral: put the driver's jar"
                        + " (with the class com.mysql.cj.jdbc.Driver) where the server's own libraries are,"
                        + " and start the server again.");
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
        try (Database database = Database.open(Databases.embedded(folder.resolve("data")))) {
            database.write(
                    entities -> entities.createNativeQuery("INSERT INTO \"corral_schema\" SELECT 99, '99', 'later',"
                                    + " \"type\", 'V99__later.sql', 1, \"installed_by\", \"installed_on\", 1, TRUE"
                                    + " FROM \"corral_schema\" WHERE \"version\" = '1'")
                            .executeUpdate());
        }
        assertThatThrownBy(() -> Database.open(Databases.embedded(folder.resolve("data"))))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("were made by another version of Corral");
    }
}
