package org.corral.storage;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Brings the tables up to date; several nodes may do so at the same time. */
final class Schema {
    private Schema() {}

    static void migrate(Source source) throws StorageException {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source.dataSource())
                    .locations("classpath:db/migration")
                    .failOnMissingLocations(true)
                    .table("corral_schema")
                    // The schema may hold tables of others; ours begin with corral_.
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    // Else a schema newer than this Corral would be taken with a warning.
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            throw new StorageException(
                    "The tables in " + source.description()
                            + " were made by another version of Corral: start that version or a newer one.",
                    e);
        } catch (FlywayException e) {
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
