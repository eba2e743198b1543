package org.corral.storage;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source that is one method: each call of {@link #getConnection()} opens a connection by it. */
final class ConnectionSource implements DataSource {
    private final Opening opening;
    private volatile int loginTimeout;

    /** Makes a connection, or takes one from a pool; blocks. */
    interface Opening {
        Connection open() throws SQLException;
    }

    ConnectionSource(Opening opening) {
        this.opening = opening;
    }

    /**
     * Makes a new connection of one driver to one URL at each call.
     *
     * @param properties user, password, and further properties of the driver
     */
    static DataSource of(Driver driver, String url, Properties properties) {
        return new ConnectionSource(() -> {
            Properties own = new Properties();
            own.putAll(properties);
            Connection connection = driver.connect(url, own);
            if (connection == null) {
                throw new SQLException("the driver does not take this URL", "08001");
            }
            return connection;
        });
    }

    @Override
    public Connection getConnection() throws SQLException {
        return opening.open();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is fixed");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {}

    @Override
    public int getLoginTimeout() {
        return loginTimeout;
    }

    /** Read by the pool, which waits as long for its threads when it is closed. The connect timeout is another property. */
    @Override
    public void setLoginTimeout(int seconds) {
        loginTimeout = seconds;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("no logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("nothing to unwrap");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
