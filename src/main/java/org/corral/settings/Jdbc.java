package org.corral.settings;

import static org.corral.settings.Setting.JDBC_PASSWORD;
import static org.corral.settings.Setting.JDBC_URL;
import static org.corral.settings.Setting.JDBC_USER;

import java.util.Locale;
import java.util.Optional;

/**
 * A database reached without a data source of the server.
 *
 * @param url begins with {@code jdbc:}; it may contain a password and is not for logs
 */
public record Jdbc(String url, Optional<String> user, Optional<Secret> password) {

    public Jdbc {
        if (!isJdbcUrl(url)) {
            throw new IllegalArgumentException("url does not begin with jdbc:");
        }
    }

    static Optional<Jdbc> read(SettingReader in) {
        Optional<String> url = in.optional(JDBC_URL, Jdbc::parseUrl);
        Optional<String> user = in.optional(JDBC_USER, Texts::parse);
        Optional<Secret> password = in.secret(JDBC_PASSWORD, 1);
        in.needs(JDBC_USER, JDBC_URL);
        in.needs(JDBC_PASSWORD, JDBC_URL);
        return url.map(present -> new Jdbc(present, user, password));
    }

    private static String parseUrl(String text) throws WrongValueException {
        if (!isJdbcUrl(text)) {
            throw new WrongValueException(
                    "does not begin with jdbc:", "such as jdbc:postgresql://db.example.org/corral");
        }
        return text;
    }

    private static boolean isJdbcUrl(String text) {
        return text.toLowerCase(Locale.ROOT).matches("jdbc:[a-z0-9]+:\\S+");
    }

    /** Prints the kind of database only, since URLs of PostgreSQL and H2 may contain a password. */
    @Override
    public String toString() {
        return "Jdbc[url=" + url.substring(0, url.indexOf(':', "jdbc:".length())) + ":***, password=***]";
    }
}
