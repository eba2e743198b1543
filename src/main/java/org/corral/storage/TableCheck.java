package org.corral.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out at start what would otherwise fail when somebody signs in: a user that may only read, a replica, tables that take
 * different texts for the same. No row is changed.
 */
final class TableCheck {
    /** The tables, each with a column. */
    static final Map<String, String> TABLES = Map.ofEntries(
            Map.entry("corral_account", "id"),
            Map.entry("corral_api_key", "id"),
            Map.entry("corral_identity", "id"),
            Map.entry("corral_kept_value", "name"),
            Map.entry("corral_news_count", "id"),
            Map.entry("corral_ollama_key", "id"),
            Map.entry("corral_revocation", "id"),
            Map.entry("corral_rights_change", "account_id"),
            Map.entry("corral_role_models", "role"),
            Map.entry("corral_session", "id"),
            Map.entry("corral_sign_in_count", "id"),
            Map.entry("corral_signing_key", "id"),
            Map.entry("corral_taken_signature", "id"));

    /** Of MariaDB and MySQL: the first column of any of the tables that has another collation, and that collation. */
    private static final String OTHER_COLLATION = "SELECT TABLE_NAME, COLLATION_NAME FROM information_schema.COLUMNS"
            + " WHERE TABLE_SCHEMA = DATABASE() AND LEFT(TABLE_NAME, 7) = 'corral_' AND TABLE_NAME <> '"
            + AppliedMigrations.TABLE + "' AND COLLATION_NAME NOT IN ('utf8mb4_nopad_bin', 'utf8mb4_0900_bin') LIMIT 1";

    private static final String OTHER_ENGINE = "SELECT TABLE_NAME, ENGINE FROM information_schema.TABLES"
            + " WHERE TABLE_SCHEMA = DATABASE() AND LEFT(TABLE_NAME, 7) = 'corral_' AND TABLE_NAME <> '"
            + AppliedMigrations.TABLE + "' AND ENGINE <> 'InnoDB' LIMIT 1";

    private final Connection connection;
    private final String tables;

    private TableCheck(Connection connection, String tables) {
        this.connection = connection;
        this.tables = tables;
    }

    static void run(Source source, Product product) throws StorageException {
        String tables = "The tables in " + source.description();
        try (Connection connection = source.dataSource().getConnection()) {
            TableCheck check = new TableCheck(connection, tables);
            if (product.isMySqlLike()) {
                check.storage(product);
            }
            check.rights();
        } catch (SQLException e) {
            throw SqlFailure.explain(e, new Named(tables, "the user and the password"));
        }
    }

    private void storage(Product product) throws SQLException, StorageException {
        Optional<String> collation = first(OTHER_COLLATION);
        if (collation.isPresent()) {
            throw new StorageException(tables + " take different texts for the same (" + collation.get()
                    + "): ALTER TABLE each of them CONVERT TO CHARACTER SET utf8mb4 COLLATE " + product.collation()
                    + ".");
        }
        Optional<String> engine = first(OTHER_ENGINE);
        if (engine.isPresent()) {
            throw new StorageException(
                    tables + " know no transactions (" + engine.get() + "): ALTER TABLE each of them ENGINE=InnoDB.");
        }
    }

    /** @return both columns of the first row */
    private Optional<String> first(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? Optional.of(rows.getString(1) + ": " + rows.getString(2)) : Optional.empty();
        }
    }

    private void rights() throws SQLException, StorageException {
        boolean commits = connection.getAutoCommit();
        connection.setAutoCommit(false);
        try {
            for (Map.Entry<String, String> table : new TreeMap<>(TABLES).entrySet()) {
                rights(table.getKey(), table.getValue());
            }
        } finally {
            connection.rollback();
            connection.setAutoCommit(commits);
        }
    }

    private void rights(String table, String column) throws SQLException, StorageException {
        List<String> nothing = List.of(
                "INSERT INTO " + table + " SELECT * FROM " + table + " WHERE 1 = 0",
                "UPDATE " + table + " SET " + column + " = " + column + " WHERE 1 = 0",
                "DELETE FROM " + table + " WHERE 1 = 0");
        try (Statement statement = connection.createStatement()) {
            for (String each : nothing) {
                statement.executeUpdate(each);
            }
        } catch (SQLException e) {
            if (SqlCondition.of(e) == SqlCondition.DENIED) {
                throw new StorageException(
                        tables + " can't be used by its user: grant them SELECT, INSERT, UPDATE and DELETE on " + table
                                + " and all other tables whose names begin with corral_.",
                        e);
            }
            throw e;
        }
    }
}
