package org.corral.storage;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The scripts that were run on a database, by Flyway's own table. Most starts have nothing to migrate, and loading
 * Flyway's classes to find that out takes most of a second.
 *
 * @param names of those that were run with success, in their order
 * @param failed one that failed half-way, on a product that could not take it back
 */
record AppliedMigrations(List<String> names, Optional<String> failed) {
    private static final System.Logger LOG = System.getLogger(AppliedMigrations.class.getName());

    /** Where Flyway keeps what was run. */
    static final String TABLE = "corral_schema";

    /** A baseline, in a schema with tables of others, is no script. */
    private static final String QUERY =
            "SELECT `script`, `success` FROM `" + TABLE + "` WHERE `type` = 'SQL' ORDER BY `installed_rank`";

    /**
     * A script with this name changes nothing of what there was. A node of the version before goes on working on the tables,
     * and can be started on them, until it is upgraded itself.
     */
    private static final Pattern ONLY_ADDS = Pattern.compile("V[0-9]+__adds_.*");

    /**
     * Nothing also if the table can't be read: an empty database has none, and Flyway looks again and says what is wrong.
     */
    static AppliedMigrations read(Connection connection, Product product) {
        List<String> names = new ArrayList<>();
        Optional<String> failed = Optional.empty();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(product.withItsQuotes(QUERY))) {
            while (rows.next()) {
                if (rows.getBoolean(2)) {
                    names.add(rows.getString(1));
                } else {
                    failed = Optional.of(rows.getString(1));
                }
            }
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "the applied migrations can't be read");
            return new AppliedMigrations(List.of(), Optional.empty());
        }
        return new AppliedMigrations(List.copyOf(names), failed);
    }

    /** Whether exactly these were run, all with success. */
    boolean are(List<String> scripts) {
        return failed.isEmpty() && names.equals(scripts);
    }

    /** Whether these were run and, by a newer version of Corral, others that have only added to the tables. */
    boolean addTo(List<String> scripts) {
        return failed.isEmpty()
                && names.size() > scripts.size()
                && names.subList(0, scripts.size()).equals(scripts)
                && names.stream()
                        .skip(scripts.size())
                        .allMatch(name -> ONLY_ADDS.matcher(name).matches());
    }
}
