package org.corral.storage;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** The database products that Corral works with, and how their SQL differs. */
enum Product {
    H2("\""),
    POSTGRESQL("\""),
    MARIADB("`"),
    MYSQL("`");

    /** For messages. */
    static final String ALL = "PostgreSQL, MariaDB, MySQL or H2";

    private final String quote;

    Product(String quote) {
        this.quote = quote;
    }

    /** By what the driver reports; MySQL's driver takes a MariaDB for a MySQL whose version names MariaDB. */
    static Optional<Product> of(DatabaseMetaData data) throws SQLException {
        return of(data.getDatabaseProductName(), data.getDatabaseProductVersion());
    }

    static Optional<Product> of(String name, String version) {
        return switch (name) {
            case "H2" -> Optional.of(H2);
            case "PostgreSQL" -> Optional.of(POSTGRESQL);
            case "MariaDB" -> Optional.of(MARIADB);
            case "MySQL" -> Optional.of(version.contains("MariaDB") ? MARIADB : MYSQL);
            default -> Optional.empty();
        };
    }

    /** Puts names, which are between backticks, between the quotes of this product. */
    String withItsQuotes(String sql) {
        return sql.replace("`", quote);
    }

    /** MariaDB or MySQL, which share a dialect, a protocol and their error codes. */
    boolean isMySqlLike() {
        return this == MARIADB || this == MYSQL;
    }

    /** The collation that compares texts code point by code point, with the spaces at their ends. */
    String collation() {
        return this == MYSQL ? "utf8mb4_0900_bin" : "utf8mb4_nopad_bin";
    }

    /** What the scripts in {@code db/migration} leave open. */
    Map<String, String> placeholders() {
        return Map.of(
                // A VARCHAR of MariaDB and MySQL has less than 64 KB.
                "long-text",
                isMySqlLike() ? "MEDIUMTEXT" : "VARCHAR(600000)",
                "table-options",
                isMySqlLike() ? "ENGINE=InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE " + collation() : "",
                // Of columns and indexes, which MySQL does not know.
                "if-not-exists",
                this == MYSQL ? "" : "IF NOT EXISTS");
    }
}
