package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationsTest {
    private static final Path FOLDER = Path.of("src/main/resources/db/migration");
    private static final String FIRST_FOR_ALL = "11";

    /** Whoever adds a migration adds its name. */
    @ParameterizedTest
    @EnumSource(Product.class)
    void scriptsAreThoseInTheFolder(Product product) throws IOException {
        List<String> common = files(FOLDER).stream()
                .filter(file -> !product.isMySqlLike() || version(file) >= Integer.parseInt(FIRST_FOR_ALL))
                .toList();
        List<String> own = product.isMySqlLike()
                ? files(FOLDER.resolve("mysql")).stream()
                        .map(file -> "mysql/" + file)
                        .toList()
                : List.of();
        assertThat(Migrations.of(product).files())
                .containsExactlyElementsOf(
                        Stream.concat(own.stream(), common.stream()).toList());
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted(Comparator.comparingInt(MigrationsTest::version))
                    .toList();
        }
    }

    private static int version(String script) {
        return Integer.parseInt(script.substring(1, script.indexOf("__")));
    }

    /** So a node of the version before can go on with the tables of this one. */
    @Test
    void scriptsThatSayThatTheyAddDoNothingElse() throws IOException {
        for (String file : files(FOLDER)) {
            if (file.contains("__adds_")) {
                assertThat(statements(FOLDER.resolve(file))).as(file).allMatch(MigrationsTest::onlyAdds);
            }
        }
        assertThat(statements(Path.of("src/test/resources/db/migration/V900__adds_as_the_next_version_might.sql")))
                .hasSize(3)
                .allMatch(MigrationsTest::onlyAdds);
        assertThat(List.of(
                        "DROP TABLE x",
                        "ALTER TABLE x DROP COLUMN y",
                        "ALTER TABLE x ADD COLUMN y BIGINT NOT NULL",
                        "UPDATE x SET y = 1"))
                .noneMatch(MigrationsTest::onlyAdds);
    }

    private static boolean onlyAdds(String statement) {
        return statement.matches("(?s)CREATE (TABLE|INDEX) .*")
                || statement.matches("(?s)INSERT INTO .*")
                || (statement.matches("(?s)ALTER TABLE \\w+ ADD COLUMN .*")
                        && (statement.contains("DEFAULT") || !statement.contains("NOT NULL")));
    }

    static List<String> statements(Path script) throws IOException {
        return Stream.of(Files.readString(script).replaceAll("--[^\n]*", "").split(";"))
                .map(String::strip)
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
