package org.corral.storage;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A data source that tells an observer how each try to get a connection ends. */
final class ObservedSource {
    private ObservedSource() {}

    /** Called by the threads that want connections. */
    interface Observer {
        /** @throws SQLException in place of a try */
        void begins() throws SQLException;

        void connected();

        void failed(Exception failure);
    }

    static DataSource around(DataSource source, Observer observer) {
        return new ConnectionSource(() -> open(source, observer));
    }

    private static Connection open(DataSource source, Observer observer) throws SQLException {
        observer.begins();
        try {
            Connection connection = source.getConnection();
            observer.connected();
            return connection;
        } catch (SQLException | RuntimeException e) {
            observer.failed(e);
            throw e;
        }
    }
}
