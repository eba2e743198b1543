package org.corral.storage;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What has to be set on each connection, since the server, the database or the data source has it otherwise.
 *
 * @param isolated whether the isolation is to become READ COMMITTED. Corral reads what others have committed while its own
 *     transaction runs; MariaDB's and MySQL's default would show it the state of its first query instead.
 * @param statement one {@code SET} of MariaDB or MySQL
 */
record SessionRules(boolean isolated, Optional<String> statement) {
    private static final int ISOLATION = Connection.TRANSACTION_READ_COMMITTED;

    /** So long a statement waits for a lock, as in the embedded database. The default is 50 seconds. */
    private static final int LOCK_SECONDS = 10;

    /** Asks a connection as the data source hands it out. */
    static SessionRules missingOn(Connection connection, Product product) throws SQLException {
        return new SessionRules(
                connection.getTransactionIsolation() != ISOLATION,
                product.isMySqlLike() ? setOf(connection) : Optional.empty());
    }

    private static Optional<String> setOf(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT @@sql_mode, @@innodb_lock_wait_timeout")) {
            row.next();
            return set(row.getString(1), row.getInt(2));
        }
    }

    /** @param mode in which, if it is not strict, a text that is too long is cut off in silence */
    static Optional<String> set(String mode, int lockSeconds) {
        String upper = mode.toUpperCase(Locale.ROOT);
        boolean strict = upper.contains("STRICT_TRANS_TABLES") || upper.contains("STRICT_ALL_TABLES");
        // A \ or a " in Corral's own statements has no other meaning with any mode: they contain none.
        String modes = strict ? "" : ", sql_mode = CONCAT(@@sql_mode, ',STRICT_TRANS_TABLES')";
        String locks = lockSeconds <= LOCK_SECONDS ? "" : ", innodb_lock_wait_timeout = " + LOCK_SECONDS;
        String both = locks + modes;
        return both.isEmpty() ? Optional.empty() : Optional.of("SET SESSION" + both.substring(1));
    }

    /** The same source, whose connections follow these rules. */
    DataSource on(DataSource source) {
        return isolated || statement.isPresent() ? new ConnectionSource(() -> prepared(source)) : source;
    }

    private Connection prepared(DataSource source) throws SQLException {
        Connection connection = source.getConnection();
        try {
            prepare(connection);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare(Connection connection) throws SQLException {
        if (isolated) {
            connection.setTransactionIsolation(ISOLATION);
        }
        if (statement.isPresent()) {
            try (Statement set = connection.createStatement()) {
                set.execute(statement.get());
            }
        }
    }
}
