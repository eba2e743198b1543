package org.corral.storage;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * What the first connection tells. It is made before any library is used that would log a failure with a stack trace.
 *
 * @param product its name and version
 * @param source the same source, whose connections are set as Corral needs them
 */
record FirstConnection(String product, DataSource source) {

    /** Makes a connection and closes it. */
    static FirstConnection of(DataSource source, Named name) throws StorageException {
        try (Connection connection = source.getConnection()) {
            DatabaseMetaData data = connection.getMetaData();
            String text = data.getDatabaseProductName();
            Optional<Product> product = Product.of(data);
            if (product.isEmpty()) {
                throw new StorageException(
                        name.subject() + " is " + text + ", which Corral does not know: use " + Product.ALL + ".");
            }
            SessionRules rules = SessionRules.missingOn(connection, product.get());
            return new FirstConnection(text + " " + data.getDatabaseProductVersion(), rules.on(source));
        } catch (SQLException e) {
            throw SqlFailure.explain(e, name);
        }
    }
}
