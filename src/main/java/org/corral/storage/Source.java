package org.corral.storage;

import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.corral.settings.StorageSettings;
import org.corral.timing.MonotonicClock;

/**
 * A source of connections.
 *
 * @param description of the database for messages, without secrets
 * @param embedded whether it is the file in the data folder
 * @param outage whether the database is there
 * @param closing closes what Corral has opened; a data source of the server stays open
 */
record Source(DataSource dataSource, String description, boolean embedded, Outage outage, Runnable closing) {

    /** How long a pool of the server may let a thread wait; Corral does not know its setting. */
    private static final Duration POOL_OF_SERVER = Duration.ofSeconds(5);

    Source(DataSource dataSource, String description, boolean embedded, Runnable closing) {
        this(dataSource, description, embedded, new Outage(MonotonicClock.SYSTEM, POOL_OF_SERVER), closing);
    }

    /** A source that has just made a working connection. */
    static Source choose(StorageSettings settings) throws StorageException {
        Optional<Source> bound = ServerSource.find(settings.jndiName());
        if (bound.isPresent()) {
            return bound.get();
        }
        if (settings.jdbc().isPresent()) {
            return UrlSource.open(settings.jdbc().get(), settings);
        }
        return EmbeddedSource.open(settings);
    }

    /** The connections for requests, who are refused at once while the database is away. */
    DataSource guarded() {
        return ObservedSource.around(dataSource, outage);
    }

    void close() {
        closing.run();
    }
}
