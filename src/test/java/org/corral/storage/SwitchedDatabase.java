package org.corral.storage;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** A database that can be away, and that counts how often somebody has tried to reach it. Its time is turned by hand. */
public final class SwitchedDatabase implements AutoCloseable {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong tries = new AtomicLong();
    private final JdbcDataSource h2;
    private final Database database;
    private final Database elsewhere;
    private volatile boolean away;

    private SwitchedDatabase(JdbcDataSource h2) {
        this.h2 = h2;
        Outage outage = new Outage(nanos::get, Duration.ofSeconds(5));
        DataSource switched = ObservedSource.around(h2, new ObservedSource.Observer() {
            @Override
            public void begins() throws SQLException {
                tries.incrementAndGet();
                if (away) {
                    throw new SQLException("switched off", "08001");
                }
            }

            @Override
            public void connected() {}

            @Override
            public void failed(Exception failure) {}
        });
        this.database = Database.of(new Source(switched, "a database of a test", false, outage, () -> {}));
        this.elsewhere = Database.of(new Source(h2, "a database of a test", false, () -> {}));
    }

    /** @param folder as for {@link TestDatabase}, but always H2 */
    public static SwitchedDatabase open(Path folder) throws StorageException {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:file:" + folder.resolve("switched") + ";DB_CLOSE_DELAY=-1");
        h2.setUser("sa");
        Schema.migrate(new Source(h2, "a database of a test", false, () -> {}));
        return new SwitchedDatabase(h2);
    }

    public Database database() {
        return database;
    }

    /** The same data for another node, who always reaches it. */
    public Database elsewhere() {
        return elsewhere;
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** How often somebody has wanted a connection so far. */
    public long tries() {
        return tries.get();
    }

    /** To be called after both databases were closed. */
    @Override
    public void close() throws SQLException {
        try (Connection connection = h2.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SHUTDOWN");
        }
    }
}
