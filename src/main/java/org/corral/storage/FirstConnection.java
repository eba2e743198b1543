package org.corral.storage;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/** Makes the first connection before any library is used that would log a failure with a stack trace. */
final class FirstConnection {
    private static final Set<String> KNOWN = Set.of("H2", "PostgreSQL");

    private FirstConnection() {}

    /** The product and its version, after a connection was made and closed. */
    static String product(DataSource dataSource, Named name) throws StorageException {
        try (Connection connection = dataSource.getConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            String product = data.getDatabaseProductName();
            if (!KNOWN.contains(product)) {
                throw new StorageException(
                        name.subject() + " is " + product + ", which Corral does not know: use PostgreSQL or H2.");
            }
            return product + " " + data.getDatabaseProductVersion();
        } catch (SQLException e) {
            throw SqlFailure.explain(e, name);
        }
    }
}
