package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The present WAR on tables that only the migrations of the version before have made, full of what people have done there.
 * Nobody is signed out and nothing is lost.
 */
@Tag("tomcat")
@Tag("once")
@Timeout(300)
final class UpgradeIT {
    private static final String EMAIL = "ada@corral.test";
    private static final String BOB = "bob@corral.test";
    private static final String ACCOUNTS = "corral_account";

    @TempDir
    Path folder;

    @Test
    void whoHadATokenAKeyOrAPasswordInTheVersionBeforeHasItStill() throws Exception {
        Path now = Files.createDirectory(folder.resolve("now"));
        Path before = Files.createDirectory(folder.resolve("before"));
        People people = People.at(now);
        asTheVersionBeforeWrote(now, before);

        try (TomcatProcess tomcat = TomcatProcess.setup().dataDir(before).start()) {
            people.areThereStill(Site.of(tomcat));
        }
        try (OpenFile file = OpenFile.in(before)) {
            assertThat(scripts(file.connection()))
                    .isEqualTo(Migrations.of(Product.H2).names());
        }
    }

    /** Tokens, keys and passwords of people, and a token that was signed out. */
    private record People(String token, String signedOut, String key, String bobs) {
        static People at(Path data) throws Exception {
            try (TomcatProcess tomcat = TomcatProcess.setup().dataDir(data).start()) {
                Site site = Site.of(tomcat);
                String token = Site.token(site.signUp("Ada", EMAIL, Site.PASSWORD));
                String bearer = bearer(token);
                String signedOut = Site.token(site.signIn(EMAIL, Site.PASSWORD));
                site.post("/api/v1/auths/signout", "", bearer(signedOut));
                String key = Site.text(site.post("/api/v1/auths/api_key", "", bearer), "api_key");
                site.post(
                        "/api/v1/auths/add",
                        Map.of("name", "Bob", "email", BOB, "password", Site.PASSWORD, "role", "user"),
                        bearer);
                String bobs = Site.token(site.signIn(BOB, Site.PASSWORD));
                tomcat.stop();
                return new People(token, signedOut, key, bobs);
            }
        }

        void areThereStill(Site site) throws Exception {
            assertThat(site.me(signedOut).status()).isEqualTo(401);
            assertThat(site.get("/api/v1/users/", bearer(key)).text()).contains(EMAIL, BOB);
            for (String each : List.of(token, bobs)) {
                assertThat(site.me(each).status()).isEqualTo(200);
            }
            for (String email : List.of(EMAIL, BOB)) {
                RawAnswer session = site.signIn(email, Site.PASSWORD);
                assertThat(session.status()).as(session::text).isEqualTo(200);
            }
            assertThat(Site.text(site.me(bobs), "role")).isEqualTo("user");
            assertThat(Site.text(site.me(token), "role")).isEqualTo("admin");
            site.post("/api/v1/auths/signout", "", bearer(bobs));
            assertThat(site.me(bobs).status()).isEqualTo(401);
        }

        private static String bearer(String credential) {
            return "Authorization: Bearer " + credential;
        }
    }

    private record OpenFile(Source source, Connection connection) implements AutoCloseable {
        static OpenFile in(Path data) throws Exception {
            Source source = Source.choose(Databases.embedded(data));
            return new OpenFile(source, source.dataSource().getConnection());
        }

        @Override
        public void close() throws SQLException {
            connection.close();
            source.close();
        }
    }

    /** What stands in the tables of the version before, whose last migration is not there yet. */
    private static void asTheVersionBeforeWrote(Path now, Path before) throws Exception {
        List<String> files = Migrations.of(Product.H2).files();
        Migrations older = new Migrations(Product.H2, files.subList(0, files.size() - 1));
        try (OpenFile from = OpenFile.in(now);
                OpenFile to = OpenFile.in(before)) {
            Schema.migrate(to.source(), older);
            assertThat(scripts(to.connection())).isEqualTo(older.names());
            List<String> tables = tables(to.connection());
            assertThat(tables).contains("corral_session", "corral_api_key", "corral_signing_key");
            for (String table : tables) {
                copy(table, from.connection(), to.connection());
            }
        }
    }

    private static List<String> scripts(Connection connection) throws SQLException {
        return strings(
                connection,
                "SELECT \"script\" FROM \"corral_schema\" WHERE \"type\" = 'SQL'" + " ORDER BY \"installed_rank\"");
    }

    /** That of accounts first: others refer to it. */
    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = strings(
                connection,
                "SELECT LOWER(TABLE_NAME) FROM information_schema.tables WHERE LOWER(TABLE_NAME) LIKE 'corral!_%' ESCAPE '!'"
                        + " AND LOWER(TABLE_NAME) <> 'corral_schema' AND LOWER(TABLE_NAME) <> '" + ACCOUNTS + "'");
        tables.add(0, ACCOUNTS);
        return tables;
    }

    private static List<String> strings(Connection connection, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    /** The columns that the older table has. */
    private static void copy(String table, Connection from, Connection to) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = to.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
            ResultSetMetaData data = none.getMetaData();
            for (int i = 1; i <= data.getColumnCount(); i++) {
                columns.add(data.getColumnName(i));
            }
        }
        String names = String.join(", ", columns);
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        try (Statement statement = from.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + names + " FROM " + table);
                PreparedStatement insert =
                        to.prepareStatement("INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")")) {
            while (rows.next()) {
                for (int i = 1; i <= columns.size(); i++) {
                    insert.setObject(i, rows.getObject(i));
                }
                insert.executeUpdate();
            }
        }
    }
}
