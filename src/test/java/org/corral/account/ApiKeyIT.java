package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.Piece;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Keys that people make for their programs. */
final class ApiKeyIT {
    private static final String KEYS = "/api/v1/auths/api_keys";
    private static final String ONE_KEY = "/api/v1/auths/api_key";
    private static final String TAGS = "/ollama/api/tags";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    private Person someone(String role) {
        return gate.person(role + "-" + UUID.randomUUID(), role);
    }

    private JsonNode make(Map<String, ?> given, String header) throws IOException {
        RawAnswer answer = site.post(KEYS, given, header);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return Gate.json(answer);
    }

    private String key(Person person, Object scope) throws IOException {
        return make(Map.of("name", "test", "scope", scope), person.bearer())
                .path("api_key")
                .asString();
    }

    private static String bearer(String key) {
        return "Authorization: Bearer " + key;
    }

    private static void assertRefused(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"corral\", error=\"invalid_token\"");
    }

    @Test
    void keyIsShownOnceAndListedMasked() throws IOException {
        Person user = someone("user");
        long end = Instant.now().getEpochSecond() + 3600;

        JsonNode made = make(Map.of("name", "laptop", "expires_at", end, "scope", "inference"), user.bearer());

        String key = made.path("api_key").asString();
        assertThat(key).matches("sk-[0-9a-f]{48}");
        RawAnswer list = site.get(KEYS, user.bearer());
        assertThat(list.text()).doesNotContain(key.substring(12));
        JsonNode row = Gate.json(list).get(0);
        assertThat(row.path("id")).isEqualTo(made.path("id"));
        assertThat(row.path("name").asString()).isEqualTo("laptop");
        assertThat(row.path("api_key").asString()).isEqualTo(key.substring(0, 11) + "…");
        assertThat(row.path("expires_at").asLong()).isEqualTo(end);
        assertThat(row.path("scope").asString()).isEqualTo("inference");
        assertThat(row.path("created_at").asLong()).isPositive();
        assertThat(row.get("last_used_at").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer %s", "x-api-key: %s", "Cookie: token=%s"})
    void keyIsTakenWhereverATokenIs(String header) throws IOException {
        Person user = someone("user");
        String line = header.formatted(key(user, "all"));

        RawAnswer me = site.get(Site.ME, line);

        assertThat(Site.text(me, "id")).isEqualTo(user.id());
        assertThat(Site.text(me, "expires_at")).isEqualTo("null");
        assertThat(site.get(TAGS, line).status()).isEqualTo(200);
        assertThat(site.get("/api/v1/users/", line).status()).isEqualTo(403);
    }

    @Test
    void useIsWrittenDown() throws IOException {
        Person user = someone("user");
        String key = key(user, "all");

        site.get(TAGS, bearer(key));

        assertThat(Gate.json(site.get(KEYS, user.bearer()))
                        .get(0)
                        .path("last_used_at")
                        .asLong())
                .isPositive();
    }

    @Test
    void revokedKeyIsRefusedAtOnceAndOthersStay() throws IOException {
        Person user = someone("user");
        JsonNode made = make(Map.of("name", "one"), user.bearer());
        String other = key(user, "all");
        String line = bearer(made.path("api_key").asString());
        assertThat(site.get(TAGS, line).status()).isEqualTo(200);

        RawAnswer revoked = site.send("DELETE", KEYS + "/" + made.path("id").asString(), user.bearer());

        assertThat(revoked.text()).isEqualTo("true");
        assertRefused(site.get(TAGS, line));
        assertThat(site.get(TAGS, bearer(other)).status()).isEqualTo(200);
        assertThat(site.send("DELETE", KEYS + "/" + made.path("id").asString(), user.bearer())
                        .status())
                .isEqualTo(404);
    }

    @Test
    void keyOfADeletedAccountIsRefusedAtOnce() throws IOException {
        Person user = someone("user");
        String line = bearer(key(user, "all"));
        assertThat(site.get(TAGS, line).status()).isEqualTo(200);

        site.send("DELETE", "/api/v1/users/" + user.id(), gate.admin().bearer());

        assertRefused(site.get(TAGS, line));
    }

    @Test
    void keysEndWithTheSessionsWhereThatIsAskedFor() throws IOException {
        Person user = someone("user");
        String line = bearer(key(user, "all"));
        String signOut = "/api/v1/users/" + user.id() + "/signout";
        String admin = gate.admin().bearer();

        assertThat(site.send("POST", signOut, admin).text()).isEqualTo("true");
        assertRefused(site.get(TAGS, user.bearer()));
        assertThat(site.get(TAGS, line).status()).isEqualTo(200);
        assertThat(site.post(signOut, Map.of("api_keys", "yes"), admin).status())
                .isEqualTo(422);
        assertThat(site.post(signOut, Map.of("api_keys", true), admin).text()).isEqualTo("true");
        assertRefused(site.get(TAGS, line));
    }

    @Test
    void runningAnswerIsCutWhenItsKeyIsRevoked() throws IOException {
        Person user = someone("user");
        JsonNode made = make(Map.of("name", "stream"), user.bearer());
        String line = bearer(made.path("api_key").asString());
        Chat chat = Chat.ndjson("cut", 1000).every(50);
        try (RawClient client = gate.connect()) {
            client.send(RawClient.post(chat.path(), chat.body(), line)).readHead(Gate.SOON);
            client.next(Gate.SOON);

            site.send("DELETE", KEYS + "/" + made.path("id").asString(), user.bearer());

            String last = "";
            for (Optional<Piece> piece = client.next(Gate.SOON); piece.isPresent(); piece = client.next(Gate.SOON)) {
                last = new String(piece.get().bytes(), StandardCharsets.UTF_8);
            }
            assertThat(last).contains("\"error\"");
        }
    }

    @Test
    void keyHasTheRoleThatTheAccountHasNow() throws IOException {
        Person admin = someone("admin");
        String line = bearer(key(admin, "all"));
        assertThat(site.get("/api/v1/users/", line).status()).isEqualTo(200);

        site.post(
                "/api/v1/users/" + admin.id() + "/update",
                Map.of("role", "user"),
                gate.admin().bearer());

        assertThat(site.get("/api/v1/users/", line).status()).isEqualTo(403);
    }

    @Test
    void expiredKeyIsRefused() throws IOException {
        Person user = someone("user");
        long end = Instant.now().getEpochSecond() + 3;
        JsonNode made = make(Map.of("name", "short", "expires_at", end), user.bearer());
        assertThat(made.path("expires_at").asLong()).isEqualTo(end);
        String line = bearer(made.path("api_key").asString());

        while (Instant.now().getEpochSecond() < end) {
            LockSupport.parkNanos(20_000_000);
        }

        assertRefused(site.get(TAGS, line));
    }

    @Test
    void inferenceOnlyMeansAskingModels() throws IOException {
        String line = bearer(key(someone("admin"), "inference only"));

        assertThat(site.get(TAGS, line).status()).isEqualTo(200);
        assertThat(site.post("/ollama/api/chat", "{\"model\":\"llama3.2\",\"stream\":false}", line)
                        .status())
                .isEqualTo(200);
        assertThat(site.get("/ollama/v1/models/llama3.2", line).status()).isNotEqualTo(403);
        for (String path : List.of("/ollama/api/pull", "/ollama/api/show", "/ollama/v1/other", KEYS, Site.ME)) {
            assertOutOfScope(site.post(path, "{\"model\":\"x\",\"name\":\"x\"}", line));
        }
        assertOutOfScope(site.get("/api/v1/users/", line));
    }

    @Test
    void keyForPathsIsForNoOther() throws IOException {
        String line = bearer(key(gate.admin(), List.of("/ollama/api/tags", "/api/v1/users/*")));

        assertThat(site.get(TAGS, line).status()).isEqualTo(200);
        assertThat(site.get("/api/v1/users/", line).status()).isEqualTo(200);
        assertOutOfScope(site.get("/ollama/api/tags/", line));
        assertOutOfScope(site.get("/ollama/", line));
        assertOutOfScope(site.get(Site.ME, line));
        assertOutOfScope(site.get(TAGS + "/x", line.replace("Authorization: Bearer", "x-api-key:")));
        assertThat(site.get("/ollama/api/tags/../ps", line).status()).isIn(400, 403);
    }

    @Test
    void whereAnyoneMayAskAKeySaysNoMoreThanItIsFor() throws IOException {
        Person user = someone("user");
        String welcome = "/api/v1/auths/welcome";

        JsonNode stranger = Gate.json(site.get(welcome));
        assertThat(stranger.path("account").isNull()).isTrue();
        assertThat(Gate.json(site.get(welcome, bearer(key(user, "inference"))))).isEqualTo(stranger);
        for (Object scope : List.of("all", List.of("/api/v1/auths/welcome"))) {
            assertThat(Gate.json(site.get(welcome, bearer(key(user, scope))))
                            .at("/account/id")
                            .asString())
                    .isEqualTo(user.id());
        }
    }

    private static void assertOutOfScope(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"corral\", error=\"insufficient_scope\"");
    }

    @Test
    void limitedKeyMakesNoKeyThatReachesFurther() throws IOException {
        Person user = someone("user");
        long end = Instant.now().getEpochSecond() + 3600;
        String ending = bearer(make(Map.of("name", "ending", "expires_at", end), user.bearer())
                .path("api_key")
                .asString());
        String scoped = bearer(key(user, "/*"));

        for (String line : List.of(ending, scoped)) {
            assertOutOfScope(site.post(KEYS, Map.of("name", "more"), line));
            assertOutOfScope(site.send("POST", ONE_KEY, line));
            assertOutOfScope(site.post("/api/v1/auths/ollama_keys", Map.of("public_key", "x"), line));
        }
        make(Map.of("name", "more"), bearer(key(user, "all")));
    }

    /** Whoever finds such a key must not keep what it opens, or get more. */
    @Test
    void limitedKeyOfAnAdminTakesNoAccountAndNoSession() throws IOException {
        Person admin = someone("admin");
        Person user = someone("user");
        String line = bearer(key(admin, List.of("/api/v1/users/*", "/api/v1/auths/*", "/api/v1/admin/*")));
        Map<String, String> another =
                Map.of("name", "Eve", "email", "eve@corral.test", "password", Secrets.fresh(), "role", "admin");

        RawAnswer added = site.post("/api/v1/auths/add", another, line);

        assertOutOfScope(added);
        assertThat(added.text()).doesNotContain("token\"");
        for (Person whom : List.of(admin, user)) {
            String at = "/api/v1/users/" + whom.id();
            assertOutOfScope(site.post(at + "/update", Map.of("password", Secrets.fresh()), line));
            assertOutOfScope(site.post(at + "/update", Map.of("role", "admin"), line));
            assertOutOfScope(site.send("POST", at + "/signout", line));
            assertOutOfScope(site.send("DELETE", at, line));
        }
        assertOutOfScope(site.post("/api/v1/admin/import", "{\"user\":[],\"auth\":[]}", line));
        assertOutOfScope(site.send("POST", "/api/v1/admin/keys/rotate", line));
        assertOutOfScope(site.send("POST", "/api/v1/auths/sessions/signout", line));
        assertThat(site.get("/api/v1/users/", line).status()).isEqualTo(200);
        assertThat(site.signIn(user.email(), user.password()).status()).isEqualTo(200);
        assertThat(site.me(Site.token(site.signIn(admin.email(), admin.password())))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobodySeesOrRevokesKeysOfOthers() throws IOException {
        Person owner = someone("user");
        String id = make(Map.of("name", "mine"), owner.bearer()).path("id").asString();

        assertThat(site.send("DELETE", KEYS + "/" + id, gate.admin().bearer()).status())
                .isEqualTo(404);
        assertThat(site.get(KEYS, someone("user").bearer()).text()).isEqualTo("[]");
        assertThat(Gate.json(site.get(KEYS, owner.bearer())).size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-",
                "sk-0",
                "sk-000000000000000000000000000000000000000000000000",
                "sk-00000000000000000000000000000000000000000000000g",
                "sk-' or '1'='1",
                "SK-000000000000000000000000000000000000000000000000"
            })
    void whatWasNeverMadeIsRefused(String key) throws IOException {
        assertRefused(site.get(TAGS, "x-api-key: " + key));
        assertRefused(site.get(TAGS, "x-api-key: " + key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"name\":7}",
                "{\"name\":\"a\",\"expires_at\":\"tomorrow\"}",
                "{\"name\":\"a\",\"expires_at\":1.5}",
                "{\"name\":\"a\",\"expires_at\":1e400}",
                "{\"name\":\"a\",\"scope\":7}",
                "{\"name\":\"a\",\"scope\":[7]}",
                "[]"
            })
    void wrongFieldsAreNamed(String body) throws IOException {
        assertThat(site.post(KEYS, body, gate.user().bearer()).status()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"\"}",
                "{\"name\":\"a\\u0000\"}",
                "{\"name\":\"a\",\"expires_at\":1}",
                "{\"name\":\"a\",\"expires_at\":-1}",
                "{\"name\":\"a\",\"expires_at\":1800000000000}",
                "{\"name\":\"a\",\"scope\":\"everything\"}",
                "{\"name\":\"a\",\"scope\":\"/a/../b\"}",
                "{\"name\":\"a\",\"scope\":\"/a*\"}",
                "{\"name\":\"a\",\"scope\":[\"all\",\"/a\"]}",
                "{\"name\":\"a\",\"scope\":\"\"}",
                "{\"name\":\"a\",\"scope\":\"/ollama/\\ud800\"}",
                "{\"name\":\"a\""
            })
    void whatMayNotBeIsRefused(String body) throws IOException {
        assertThat(site.post(KEYS, body, gate.user().bearer()).status()).isEqualTo(400);
    }

    @Test
    void oldRoutesWorkOnOneDefaultKey() throws IOException {
        Person user = someone("user");
        assertThat(site.get(ONE_KEY, user.bearer()).status()).isEqualTo(404);

        String first = Site.text(site.send("POST", ONE_KEY, user.bearer()), "api_key");
        String second = Site.text(site.send("POST", ONE_KEY, user.bearer()), "api_key");

        assertRefused(site.get(TAGS, bearer(first)));
        assertThat(site.get(TAGS, bearer(second)).status()).isEqualTo(200);
        assertThat(Site.text(site.get(ONE_KEY, user.bearer()), "api_key")).isEqualTo(second.substring(0, 11) + "…");
        assertThat(Gate.json(site.get(KEYS, user.bearer())).size()).isEqualTo(1);
        assertThat(site.send("DELETE", ONE_KEY, user.bearer()).text()).isEqualTo("true");
        assertRefused(site.get(TAGS, bearer(second)));
        assertThat(site.get(ONE_KEY, user.bearer()).status()).isEqualTo(404);
    }

    @Test
    void whoWaitsForApprovalMayHaveAKeyThatDoesNoMoreThanTheyMay() throws IOException {
        String line = bearer(key(someone("pending"), "all"));

        assertThat(site.get(Site.ME, line).status()).isEqualTo(200);
        assertThat(site.get(TAGS, line).status()).isEqualTo(403);
    }

    @Test
    void noKeyStandsInTheLogOrGoesToOllama() throws IOException {
        String key = key(gate.user(), "all");
        gate.ollama().reset();

        site.get(TAGS, "x-api-key: " + key);
        site.get("/ollama/api/nothing?key=" + key, bearer(key));
        site.get(TAGS, bearer(key), "x-api-key: " + key + "0");

        assertThat(gate.ollama().requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.headers().toString()).doesNotContain(key));
        assertThat(gate.log()).doesNotContain(key);
    }
}
