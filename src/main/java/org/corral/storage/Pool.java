package org.corral.storage;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import javax.sql.DataSource;
import org.corral.settings.StorageSettings;
import org.corral.timing.MonotonicClock;

/** A pool of connections that Corral owns. */
final class Pool {
    private static final int IDLE = 2;

    private Pool() {}

    /** @param single makes a new connection at each call, and has worked before */
    static Source around(DataSource single, String description, boolean embedded, StorageSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("corral-database");
        Outage outage = new Outage(MonotonicClock.SYSTEM, settings.connectTimeout());
        config.setDataSource(ObservedSource.around(single, new FailedConnections(outage)));
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(Math.min(IDLE, settings.poolSize()));
        config.setConnectionTimeout(settings.connectTimeout().toMillis());
        config.setValidationTimeout(settings.connectTimeout().toMillis());
        config.setExceptionOverride(new BrokenConnections());
        PoolThreads threads = new PoolThreads();
        config.setThreadFactory(threads);
        HikariDataSource pool = new HikariDataSource(config);
        return new Source(pool, description, embedded, outage, () -> {
            pool.close();
            threads.awaitEnd();
            Drivers.release();
        });
    }

    /**
     * The pool drops a connection by SQL states, and does not know those of H2. Without this it would hand out a broken
     * connection again and again, for as long as it is used so often that the pool does not check it.
     */
    private static final class BrokenConnections implements SQLExceptionOverride {
        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            return failure instanceof SQLNonTransientConnectionException
                    ? Override.MUST_EVICT
                    : Override.CONTINUE_EVICT;
        }
    }

    /**
     * The threads of the pool find out first that the database is away. A thread that wants a connection would learn it when
     * its time to wait is over.
     */
    private record FailedConnections(Outage outage) implements ObservedSource.Observer {
        @java.lang.Override
        public void begins() {}

        @java.lang.Override
        public void connected() {}

        @java.lang.Override
        public void failed(Exception failure) {
            outage.connectionFailed(failure);
        }
    }
}
