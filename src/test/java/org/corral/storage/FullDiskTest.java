package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.corral.it.Secrets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk without space: what can't be kept is refused as an outage, and all is well again when there is space. */
class FullDiskTest {
    private static final String TABLE = "corral_signing_key";

    @TempDir
    Path folder;

    @AfterEach
    void empty() {
        FullDisk.isFull(false);
    }

    private Database open() throws StorageException {
        FullDisk.register();
        String url = "jdbc:h2:full:" + folder.resolve("corral") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        return Database.open(Databases.jdbc(url, "sa", Secrets.fresh()));
    }

    @Test
    void whatCanNotBeKeptIsRefusedAndAllGoesOnWhenThereIsSpace() throws Exception {
        try (Database database = open()) {
            Databases.insert(database, "before", "before");

            FullDisk.isFull(true);
            for (int i = 0; i < 3; i++) {
                String id = "lost" + i;
                assertThatThrownBy(() -> Databases.insert(database, id, id))
                        .isInstanceOf(StorageUnavailableException.class);
            }

            FullDisk.isFull(false);
            database.catchUp(database::ping);
            Databases.insert(database, "after", "after");
            assertThat(Databases.count(database, TABLE)).isEqualTo(2);
        }
    }

    @Test
    void diskThatIsFullIsToldFromOtherFaults() {
        assertThat(SqlFailure.cannotWrite(new SQLException("could not extend file", "53100")))
                .isTrue();
        assertThat(SqlFailure.cannotWrite(new SQLException("the table is full", "HY000", 1114)))
                .isTrue();

        assertThat(SqlFailure.cannotWrite(new SQLException("syntax", "42601"))).isFalse();
        assertThat(SqlFailure.cannotWrite(new SQLException("reset", "08006", new IOException())))
                .isFalse();
    }
}
