package org.corral.storage;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Migrates the tables; several nodes may do so at the same time. */
final class Schema {
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private Schema() {}

    static void migrate(Source source) throws StorageException {
        if (AppliedMigrations.areAll(source.dataSource())) {
            return;
        }
        for (int left = TRIES - 1; !isMigrated(source, left == 0); left--) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** @return false if another node may be migrating, which Flyway reports as a mistake if there are tables of others */
    private static boolean isMigrated(Source source, boolean last) throws StorageException {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source.dataSource())
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .table("corral_schema")
                    // The schema may have tables of others; Corral's begin with corral_.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    // Else a schema of a newer version would be accepted with a warning.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
            return true;
        } catch (FlywayValidateException e) {
            throw new StorageException(
                    "The tables in " + source.description()
                            + " were made by another version of Corral: start that version or a newer one.",
                    e);
        } catch (FlywayException e) {
            if (!last && SqlFailure.innermostState(e).isEmpty()) {
                return false;
            }
            throw new StorageException(
                    "The tables in " + source.description() + " could not be brought up to date" + reason(e)
                            + ": check that its user may create tables, restore the last backup if it was cut off"
                            + " half-way, and start again.",
                    e);
        }
    }

    private static String reason(FlywayException failure) {
        String state = SqlFailure.innermostState(failure);
        return state.isEmpty() ? "" : " (SQL state " + state + ")";
    }
}
