package org.corral.storage;

import java.util.Optional;
import javax.sql.DataSource;
import org.corral.settings.StorageSettings;

/**
 * A source of connections.
 *
 * @param description of the database for messages, without secrets
 * @param embedded whether it is the file in the data folder
 * @param closing closes what Corral has opened; a data source of the server stays open
 */
record Source(DataSource dataSource, String description, boolean embedded, Runnable closing) {

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

    void close() {
        closing.run();
    }
}
