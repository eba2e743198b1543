package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Accounts come over from Open WebUI, through the real door. */
final class ImportIT {
    private static final String IMPORT = "/api/v1/admin/import";
    private static final String DRY = IMPORT + "?dry_run=true";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private final Person admin = gate.admin();

    @Test
    void peopleKeepTheirPasswordsAndRoles() throws IOException {
        String password = Secrets.fresh();
        for (String role : List.of("pending", "user", "admin")) {
            String email = "Moved." + role + "@corral.test";
            JsonNode answer = imported(IMPORT, file(user(role, email, role), auth(role, hash(password), 1)));

            assertThat(answer.path("created").asInt()).isEqualTo(1);
            assertThat(answer.path("dry_run").asBoolean()).isFalse();
            assertThat(site.signIn(email, password + "x").status()).isEqualTo(400);
            // The first checks their hash, the second ours.
            for (int i = 0; i < 2; i++) {
                RawAnswer session = site.signIn(email.toLowerCase(Locale.ROOT), password);
                assertThat(session.status()).as(session::text).isEqualTo(200);
                assertThat(Site.text(session, "role")).isEqualTo(role);
                assertThat(Site.text(session, "name")).isEqualTo("Ada of " + role);
            }
        }
    }

    @Test
    void dryRunTellsTheSameAndDoesNothing() throws IOException {
        String password = Secrets.fresh();
        String file = file(
                user("1", "dry@corral.test", "user") + "," + user("2", admin.email(), "user"),
                auth("1", hash(password), 1) + "," + auth("2", hash(password), 1));

        JsonNode dry = imported(DRY, file);
        assertThat(dry.path("dry_run").asBoolean()).isTrue();
        assertThat(site.signIn("dry@corral.test", password).status()).isEqualTo(400);
        JsonNode done = imported(IMPORT, file);

        assertThat(dry.path("created").asInt()).isEqualTo(1);
        assertThat(dry.path("left_out").asInt()).isEqualTo(1);
        assertThat(done.path("accounts")).isEqualTo(dry.path("accounts"));
        assertThat(site.signIn("dry@corral.test", password).status()).isEqualTo(200);
    }

    /** PowerShell's {@code >} makes UTF-16, editors put a mark before UTF-8. */
    @Test
    void fileMadeOnWindowsIsReadAsItIsMeant() throws IOException {
        String file = file(user("1", "windows@corral.test", "user"), auth("1", hash(Secrets.fresh()), 1));
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            RawAnswer answer = dryRun(("\ufeff" + file + "\r\n").getBytes(charset));
            assertThat(answer.status()).as(answer::text).isEqualTo(200);
            assertThat(Gate.json(answer).path("created").asInt()).isEqualTo(1);
        }
        RawAnswer noMark = dryRun(file.getBytes(StandardCharsets.UTF_16LE));
        assertThat(noMark.status()).isEqualTo(400);
        assertThat(Site.text(noMark, "detail")).contains("UTF-8", "byte order mark");
    }

    private RawAnswer dryRun(byte[] file) throws IOException {
        try (RawClient client = gate.connect()) {
            return client.send(RawClient.request(
                            "POST",
                            DRY,
                            admin.bearer(),
                            "Content-Type: application/json",
                            "Content-Length: " + file.length))
                    .send(file)
                    .readAll(Gate.SOON);
        }
    }

    @Test
    void passwordsThatEverybodyKnowsDoNotComeAlong() throws IOException {
        String file = file(
                String.join(
                        ",",
                        user("1", "Admin@LocalHost", "admin"),
                        user("2", "root@corral.test", "admin"),
                        user("3", "later@corral.test", "user")),
                String.join(
                        ",", auth("1", hash("admin"), 1), auth("2", hash("changeme"), 1), auth("3", hash("admin"), 1)));

        JsonNode dry = imported(DRY, file);
        JsonNode done = imported(IMPORT, file).path("accounts");

        assertThat(done).isEqualTo(dry.path("accounts"));
        assertThat(done.path(0).path("outcome").asString()).isEqualTo("left_out");
        assertThat(done.path(0).path("notes").path(0).asString()).contains("everybody knows");
        assertThat(done.path(1).path("outcome").asString()).isEqualTo("created");
        assertThat(done.path(1).path("password").asBoolean()).isFalse();
        assertThat(done.path(1).path("notes").path(0).asString()).contains("everybody knows");
        assertThat(site.signIn("admin@localhost", "admin").status()).isEqualTo(400);
        assertThat(site.signIn("root@corral.test", "changeme").status()).isEqualTo(400);
        RawAnswer user = site.signIn("later@corral.test", "admin");
        assertThat(user.status()).isEqualTo(200);

        site.post("/api/v1/users/" + Site.text(user, "id") + "/update", Map.of("role", "admin"), admin.bearer());

        assertThat(site.signIn("later@corral.test", "admin").status()).isEqualTo(400);
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        String password = Secrets.fresh();
        String file = file(user("1", "ADMIN@corral.test", "pending"), auth("1", hash(password), 1));

        JsonNode answer = imported(IMPORT, file);

        assertThat(answer.path("created").asInt()).isZero();
        assertThat(answer.path("accounts").path(0).path("outcome").asString()).isEqualTo("left_out");
        assertThat(site.signIn(admin.email(), password).status()).isEqualTo(400);
        assertThat(Site.text(site.signIn(admin.email(), admin.password()), "role"))
                .isEqualTo("admin");
    }

    @Test
    void whoCannotComeIsNamedAndTheOthersCome() throws IOException {
        String hash = hash(Secrets.fresh());
        JsonNode answer = imported(
                IMPORT,
                file(
                        String.join(
                                ",",
                                user("1", "comes@corral.test", "user"),
                                user("2", "COMES@corral.test", "user"),
                                user("3", "no address", "user"),
                                user("4", "odd@corral.test", "owner"),
                                user("5", "off@corral.test", "user"),
                                user("6", "bare@corral.test", "user"),
                                "{\"id\":7,\"email\":null}",
                                "{\"id\":\"8\",\"email\":\"nul\\u0000@corral.test\",\"role\":\"user\"}"),
                        String.join(
                                ",",
                                auth("1", hash, 1),
                                auth("4", hash, 1),
                                auth("5", hash, 0),
                                auth("6", "$argon2id$v=19$x", 1))));

        List<String> outcomes = answer.path("accounts")
                .valueStream()
                .map(each -> each.path("email").asString() + " "
                        + each.path("outcome").asString())
                .toList();
        assertThat(outcomes)
                .containsExactly(
                        "comes@corral.test created",
                        "COMES@corral.test left_out",
                        "no address left_out",
                        "odd@corral.test left_out",
                        "off@corral.test left_out",
                        "bare@corral.test created",
                        " left_out",
                        "nul\u0000@corral.test left_out");
        assertThat(answer.path("accounts").path(5).path("password").asBoolean()).isFalse();
        assertThat(answer.path("accounts").path(5).path("notes").path(0).asString())
                .contains("without a password");
        assertThat(site.signIn("bare@corral.test", "").status()).isEqualTo(400);
        assertThat(answer.toString()).doesNotContain(hash);
    }

    @Test
    void timeAtWhichAnAccountWasMadeStays() throws IOException {
        imported(IMPORT, file(user("1", "old@corral.test", "user"), auth("1", hash(Secrets.fresh()), 1)));

        RawAnswer found = site.get("/api/v1/users/?query=old@corral.test", admin.bearer());

        assertThat(Gate.json(found).path("users").path(0).path("created_at").asLong())
                .isEqualTo(1_706_000_000L);
    }

    @Test
    void onlyAdminsMay() throws IOException {
        String file = file("", "");

        assertThat(site.post(IMPORT, file).status()).isEqualTo(401);
        assertThat(site.post(IMPORT, file, gate.user().bearer()).status()).isEqualTo(403);
        assertThat(site.post(IMPORT, file, admin.bearer()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|400",
                "[]|422",
                "{}|422",
                "{\"user\":[]}|422",
                "{\"user\":{},\"auth\":[]}|422",
                "{\"user\":[1],\"auth\":[]}|422",
                "{\"user\":[],\"auth\":[null]}|422",
                "{\"user\":[],\"auth\":[],\"dry_run\":true}|422",
                "{\"user\":[],\"user\":[],\"auth\":[]}|400"
            })
    void whatIsNoExportIsRefused(String body, int status) throws IOException {
        assertThat(site.post(IMPORT, body, admin.bearer()).status()).isEqualTo(status);
    }

    @Test
    void sloppyQuestionIsNotTakenForAnOrder() throws IOException {
        assertThat(site.post(IMPORT + "?dry_run=1", file("", ""), admin.bearer())
                        .status())
                .isEqualTo(422);
        assertThat(site.get(IMPORT, admin.bearer()).header("Allow")).contains("OPTIONS, POST");
    }

    /** The command as it stands on the page, on a database as Open WebUI has it. */
    @Test
    void documentedCommandExportsWhatTheImportReads(@TempDir Path folder) throws Exception {
        boolean there = run(folder, "sqlite3 --version") == 0;
        assertThat(there || !"required".equals(System.getProperty("clients")))
                .as("-Dclients=required, and sqlite3 is one")
                .isTrue();
        assumeThat(there).as("sqlite3 is there").isTrue();
        String password = Secrets.fresh();
        Files.writeString(folder.resolve("made.sql"), """
                create table user (id varchar(255) not null, name varchar(255) not null, email varchar(255) not null,
                  role varchar(255) not null, profile_image_url text not null, api_key varchar(255),
                  created_at integer not null, updated_at integer not null, last_active_at integer not null,
                  settings text, info text, oauth_sub text);
                create table auth (id varchar(255) not null, email varchar(255) not null, password text not null,
                  active integer not null);
                insert into user values ('u-1', 'Grace "Amazing" O''Hopper', 'grace@corral.test', 'user',
                  'data:image/png;base64,iVBORw0KGgo=', null, 1706000000, 1706000000, 1706000000, null, 'null', null);
                insert into auth values ('u-1', 'grace@corral.test', '%s', 1);
                """.formatted(hash(password)));
        assertThat(run(folder, "sqlite3 webui.db < made.sql")).isZero();
        String page = Files.readString(Path.of("src/site/markdown/moving-from-open-webui.md"));
        String command = page.lines()
                .filter(line -> line.startsWith("sqlite3 "))
                .findFirst()
                .orElseThrow();

        assertThat(run(folder, command)).isZero();
        JsonNode answer = imported(IMPORT, Files.readString(folder.resolve("accounts.json")));

        assertThat(answer.path("created").asInt()).as(answer::toString).isEqualTo(1);
        RawAnswer session = site.signIn("grace@corral.test", password);
        assertThat(Site.text(session, "name")).isEqualTo("Grace \"Amazing\" O'Hopper");
        assertThat(Site.text(session, "profile_image_url")).isEqualTo("data:image/png;base64,iVBORw0KGgo=");
    }

    private static int run(Path folder, String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile())
                .start()
                .waitFor();
    }

    private JsonNode imported(String path, String file) throws IOException {
        RawAnswer answer = site.post(path, file, admin.bearer());
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return Gate.json(answer);
    }

    private static String file(String users, String auths) {
        return "{\"user\":[" + users + "],\"auth\":[" + auths + "]}";
    }

    private static String user(String id, String email, String role) {
        return "{\"id\":\"" + id + "\",\"email\":\"" + email + "\",\"name\":\"Ada of " + role + "\",\"role\":\"" + role
                + "\",\"profile_image_url\":\"/user.png\",\"created_at\":1706000000}";
    }

    private static String auth(String id, String hash, int active) {
        return "{\"id\":\"" + id + "\",\"password\":\"" + hash + "\",\"active\":" + active + "}";
    }

    /** As Open WebUI hashes, but quicker. */
    private static String hash(String password) {
        byte[] hash = BCrypt.with(BCrypt.Version.VERSION_2B).hash(4, password.getBytes(StandardCharsets.UTF_8));
        return new String(hash, StandardCharsets.US_ASCII);
    }
}
