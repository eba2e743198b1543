package org.corral.storage;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * Reads Flyway's own table. Most starts have nothing to migrate, and loading Flyway's classes to find that out takes most
 * of a second.
 */
final class AppliedMigrations {
    private static final System.Logger LOG = System.getLogger(AppliedMigrations.class.getName());

    /** The files in {@code db/migration}, in their order. */
    static final List<String> SCRIPTS = List.of(
            "V1__accounts_and_keys.sql",
            "V2__revocation.sql",
            "V3__api_keys_and_ollama_keys.sql",
            "V5__sign_in_limits.sql",
            "V6__key_rotation.sql",
            "V7__models.sql",
            "V8__sessions.sql",
            "V9__identities.sql",
            "V10__news_of_rights.sql");

    /** Flyway quotes these names in every product. A baseline, in a schema with tables of others, is no script. */
    private static final String QUERY =
            "SELECT \"script\", \"success\" FROM \"corral_schema\" WHERE \"type\" = 'SQL' ORDER BY \"installed_rank\"";

    private AppliedMigrations() {}

    /**
     * Whether exactly the scripts of this version were run, all with success.
     *
     * @return false also if the table can't be read, so that Flyway looks and says what is wrong
     */
    static boolean areAll(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(QUERY)) {
            List<String> applied = new ArrayList<>();
            while (rows.next()) {
                if (!rows.getBoolean(2)) {
                    return false;
                }
                applied.add(rows.getString(1));
            }
            return applied.equals(SCRIPTS);
        } catch (SQLException e) {
            // An empty database has no such table; Flyway reports any other failure.
            LOG.log(Level.DEBUG, "the applied migrations can't be read");
            return false;
        }
    }
}
