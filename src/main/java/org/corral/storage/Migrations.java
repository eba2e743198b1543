package org.corral.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * The scripts that make the tables, in their order. They are listed here, and Flyway is handed them, because a search
 * through the class path is slow, and needs another way on each server.
 *
 * @param product the one that they are for
 * @param files below {@code db/migration}
 */
record Migrations(Product product, List<String> files) implements ResourceProvider {
    /** Up to V10, for H2 and PostgreSQL alike. */
    private static final List<String> FIRST = List.of(
            "V1__accounts_and_keys.sql",
            "V2__revocation.sql",
            "V3__api_keys_and_ollama_keys.sql",
            "V5__sign_in_limits.sql",
            "V6__key_rotation.sql",
            "V7__models.sql",
            "V8__sessions.sql",
            "V9__identities.sql",
            "V10__news_of_rights.sql");

    /** The same tables at once. MariaDB and MySQL came later. */
    private static final List<String> FIRST_OF_MYSQL = List.of("mysql/V10__accounts_keys_and_sessions.sql");

    /** From V11 on, for all products. */
    private static final List<String> SINCE = List.of();

    private static final String FOLDER = "db/migration/";

    static Migrations of(Product product) {
        List<String> files = new ArrayList<>(product.isMySqlLike() ? FIRST_OF_MYSQL : FIRST);
        files.addAll(SINCE);
        return new Migrations(product, List.copyOf(files));
    }

    /** Their names in Flyway's table. */
    List<String> names() {
        return files.stream().map(Migrations::name).toList();
    }

    private static String name(String file) {
        return file.substring(file.lastIndexOf('/') + 1);
    }

    /**
     * Whether each statement of this script does nothing where it has been done. Not so in the oldest ones, and MySQL can't
     * say so of a column or an index.
     */
    boolean mayRunAgain(String name) {
        return product == Product.MYSQL
                ? FIRST_OF_MYSQL.stream().map(Migrations::name).anyMatch(name::equals)
                : !FIRST.contains(name);
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        Optional<String> found =
                files.stream().filter(file -> name(file).equals(name)).findFirst();
        return found.map(Migrations::script).orElse(null);
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return files.stream()
                .filter(file ->
                        name(file).startsWith(prefix) && Stream.of(suffixes).anyMatch(file::endsWith))
                .map(Migrations::script)
                .toList();
    }

    private static LoadableResource script(String file) {
        return new MigrationScript(FOLDER + file, name(file));
    }
}
