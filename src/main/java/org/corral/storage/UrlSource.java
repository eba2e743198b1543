package org.corral.storage;

import java.sql.Driver;
import java.util.Locale;
import java.util.Properties;
import javax.sql.DataSource;
import org.corral.settings.Jdbc;
import org.corral.settings.StorageSettings;

/** The database of {@code corral.jdbc-url}, with a pool of Corral's own. */
final class UrlSource {
    private static final Named NAME =
            new Named("The database of corral.jdbc-url", "corral.jdbc-user and corral.jdbc-password");

    private UrlSource() {}

    static Source open(Jdbc jdbc, StorageSettings settings) throws StorageException {
        try {
            Driver driver = Drivers.forUrl(jdbc.url());
            DataSource single = ConnectionSource.of(driver, jdbc.url(), properties(jdbc, settings));
            FirstConnection first = FirstConnection.of(single, NAME);
            return Pool.around(first.source(), first.product() + " through corral.jdbc-url", false, settings);
        } catch (StorageException | RuntimeException e) {
            Drivers.release();
            throw e;
        }
    }

    /** Properties in the URL win. H2 refuses those that it does not know. */
    private static Properties properties(Jdbc jdbc, StorageSettings settings) {
        Properties properties = new Properties();
        jdbc.user().ifPresent(user -> properties.setProperty("user", user));
        jdbc.password().ifPresent(password -> properties.setProperty("password", password.reveal()));
        String url = jdbc.url().toLowerCase(Locale.ROOT);
        if (url.startsWith("jdbc:postgresql:")) {
            long seconds = Math.max(1, settings.connectTimeout().toSeconds());
            properties.setProperty("connectTimeout", Long.toString(seconds));
            properties.setProperty("tcpKeepAlive", "true");
            properties.setProperty("ApplicationName", "corral");
        } else if (url.startsWith("jdbc:mariadb:") || url.startsWith("jdbc:mysql:")) {
            properties.setProperty(
                    "connectTimeout", Long.toString(settings.connectTimeout().toMillis()));
            properties.setProperty("tcpKeepAlive", "true");
        }
        return properties;
    }
}
