package org.corral.storage;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tells an observer how each try to get a connection ends. */
final class ObservedSource implements DataSource {
    /** Called by the threads that want connections. */
    interface Observer {
        /** @throws SQLException in place of a try */
        void begins() throws SQLException;

        void connected();

        void failed(Exception failure);
    }

    private final DataSource source;
    private final Observer observer;

    ObservedSource(DataSource source, Observer observer) {
        this.source = source;
        this.observer = observer;
    }

    /** One try to get a connection. */
    private interface Try {
        Connection run() throws SQLException;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return observed(source::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return observed(() -> source.getConnection(user, password));
    }

    private Connection observed(Try attempt) throws SQLException {
        observer.begins();
        try {
            Connection connection = attempt.run();
            observer.connected();
            return connection;
        } catch (SQLException | RuntimeException e) {
            observer.failed(e);
            throw e;
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(ObservedSource.class.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
