package org.corral.storage;

import java.util.Optional;
import javax.sql.DataSource;
import org.corral.settings.StorageSettings;

/**
 * Where connections come from.
 *
 * @param description for messages: what it is and where, without secrets
 * @param embedded whether it is our own file in the data folder
 * @param closing gives back what was opened for it; a server's own data source stays open
 */
record Source(DataSource dataSource, String description, boolean embedded, Runnable closing) {

    /** A source that has just given a working connection. */
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
