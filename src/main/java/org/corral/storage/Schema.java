package org.corral.storage;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;

/** Migrates the tables; several nodes may do so at the same time. */
final class Schema {
    private static final System.Logger LOG = System.getLogger(Schema.class.getName());
    private static final int TRIES = 20;
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Source source;
    private final Migrations migrations;

    private Schema(Source source, Migrations migrations) {
        this.source = source;
        this.migrations = migrations;
    }

    /** Brings the tables up to date, and makes sure that Corral can work on them. */
    static void migrate(Source source) throws StorageException {
        Product product = product(source);
        migrate(source, Migrations.of(product));
        TableCheck.run(source, product);
    }

    /** @param migrations of this version of Corral, or of another one */
    static void migrate(Source source, Migrations migrations) throws StorageException {
        Schema schema = new Schema(source, migrations);
        for (int left = TRIES - 1; !schema.isUpToDate() && !schema.isMigrated(left == 0); left--) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private static Product product(Source source) throws StorageException {
        try (Connection connection = source.dataSource().getConnection()) {
            return Product.of(connection.getMetaData())
                    .orElseThrow(() -> new IllegalStateException("the database was another one a moment ago"));
        } catch (SQLException e) {
            throw SqlFailure.explain(e, name(source));
        }
    }

    private static Named name(Source source) {
        return new Named("The database " + source.description(), "its user and password");
    }

    private boolean isUpToDate() throws StorageException {
        try (Connection connection = source.dataSource().getConnection()) {
            AppliedMigrations applied = AppliedMigrations.read(connection, migrations.product());
            if (applied.addTo(migrations.names())) {
                LOG.log(
                        Level.INFO,
                        "A newer version of Corral has added to the tables in {0}. This version works on them as before.",
                        source.description());
                return true;
            }
            if (applied.failed().isPresent()) {
                afterFailure(connection, applied.failed().get());
            }
            return applied.are(migrations.names());
        } catch (SQLException e) {
            throw SqlFailure.explain(e, name(source));
        }
    }

    /** Flyway need not know of the failure of a script that can be run again from its beginning. */
    private void afterFailure(Connection connection, String script) throws SQLException, StorageException {
        if (!migrations.mayRunAgain(script)) {
            throw new StorageException("The tables in " + source.description() + " were changed half-way by " + script
                    + ", which failed at an earlier start: restore the last backup, and start again.");
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(migrations
                    .product()
                    .withItsQuotes("DELETE FROM `" + AppliedMigrations.TABLE + "` WHERE `success` = FALSE"));
        }
    }

    /** @return false if another node may be migrating, which Flyway reports as a mistake if there are tables of others */
    private boolean isMigrated(boolean last) throws StorageException {
        try {
            Flyway.configure(Schema.class.getClassLoader())
                    .dataSource(source.dataSource())
                    .locations(new String[0])
                    .resourceProvider(migrations)
                    .javaMigrationClassProvider(List::of)
                    .placeholders(migrations.product().placeholders())
                    .table(AppliedMigrations.TABLE)
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
            if (!last && mayBeAnotherNode(e)) {
                return false;
            }
            throw failed(e);
        }
    }

    /** Another node has made the same table at the same moment, or has held a lock. */
    private static boolean mayBeAnotherNode(FlywayException failure) {
        List<SqlCondition> conditions = SqlFailure.conditions(failure);
        return conditions.stream()
                .allMatch(each ->
                        each == SqlCondition.EXISTS || each == SqlCondition.TAKEN || each == SqlCondition.CHANGED);
    }

    private StorageException failed(FlywayException failure) {
        List<SqlCondition> conditions = SqlFailure.conditions(failure);
        String tables = "The tables in " + source.description() + " could not be brought up to date";
        if (conditions.contains(SqlCondition.READ_ONLY)) {
            return new StorageException(
                    tables + ", because the database can only be read: connect Corral to the primary server, and not to"
                            + " a replica or one that is set read-only.",
                    failure);
        }
        if (conditions.contains(SqlCondition.DENIED)) {
            return new StorageException(
                    tables + ", because its user may not: grant them the right to create and change tables there, and"
                            + " start again.",
                    failure);
        }
        return new StorageException(
                tables + reason(failure)
                        + ": see what the database itself logs, restore the last backup if an earlier start was cut off"
                        + " half-way, and start again.",
                failure);
    }

    private static String reason(FlywayException failure) {
        String state = SqlFailure.innermostState(failure);
        return state.isEmpty() ? "" : " (SQL state " + state + ")";
    }
}
