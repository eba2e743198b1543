package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Every account route that takes a body is given bad ones: it refuses in the right shape, and writes nothing. */
final class BadInputIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String ADD = "/api/v1/auths/add";
    private static final String API_KEYS = "/api/v1/auths/api_keys";
    private static final String OLLAMA_KEYS = "/api/v1/auths/ollama_keys";
    private static final Set<String> ONES_OWN = Set.of("/api/v1/auths/update/password", API_KEYS, OLLAMA_KEYS);
    private static final String LARGE = "x".repeat(10 << 20);

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private Person someone = gate.user();
    private String state = "";
    private int logged;

    @BeforeEach
    void remember() throws IOException {
        someone = gate.person("bad-input", "user");
        state = state();
        logged = gate.log().length();
    }

    /** All accounts but for when they were last there, somebody's keys, and what admins have set. */
    private String state() throws IOException {
        String all =
                site.get("/api/v1/users/?order_by=email", gate.admin().bearer()).text();
        return all.replaceAll("\"last_active_at\":[0-9]+", "")
                + site.get(API_KEYS, someone.bearer()).text()
                + site.get(OLLAMA_KEYS, someone.bearer()).text()
                + site.get("/api/v1/auths/admin/config", gate.admin().bearer()).text();
    }

    private static Map<String, String> fields(String path) {
        return switch (path) {
            case Site.SIGN_IN -> Map.of("email", "a@corral.test", "password", Secrets.fresh());
            case "/api/v1/auths/update/password" ->
                Map.of("password", Secrets.fresh(), "new_password", Secrets.fresh());
            case API_KEYS -> Map.of("name", "A");
            case OLLAMA_KEYS -> Map.of("public_key", "ssh-ed25519 AAAA", "name", "A");
            case "/api/v1/auths/admin/config" -> Map.of("DEFAULT_USER_ROLE", "user");
            case "/api/v1/auths/update/profile" -> Map.of("name", "A", "profile_image_url", "/a.png");
            case "/api/v1/users/{id}/update" ->
                Map.of("name", "A", "role", "user", "email", "b@corral.test", "profile_image_url", "/a.png");
            default ->
                Map.of("name", "A", "email", "c@corral.test", "password", Secrets.fresh(), "profile_image_url", "/a");
        };
    }

    private RawAnswer send(String path, byte[] body, String... headerLines) throws IOException {
        List<String> lines = new ArrayList<>(List.of(headerLines));
        lines.add(ONES_OWN.contains(path) ? someone.bearer() : gate.admin().bearer());
        lines.add("Content-Length: " + body.length);
        String head = RawClient.request("POST", path.replace("{id}", someone.id()), lines.toArray(String[]::new));
        try (RawClient client = gate.connect()) {
            return client.send(head).send(body).readAll(Gate.SOON.multipliedBy(3));
        }
    }

    private RawAnswer json(String path, String body) throws IOException {
        return send(path, body.getBytes(StandardCharsets.UTF_8), "Content-Type: application/json");
    }

    private static void refused(RawAnswer answer, Integer... statuses) {
        assertThat(answer.status()).as(answer::text).isIn((Object[]) statuses);
        assertThat(Gate.json(answer).propertyNames()).containsExactly("detail");
        assertThat(answer.text()).doesNotContain(Secrets.MARK, "Exception");
    }

    private void nothingHappened() throws IOException {
        assertThat(state()).isEqualTo(state);
        // What other tests left to be written may come now.
        assertThat(gate.log().substring(logged)).doesNotContain("Exception", "bad-input", Secrets.MARK, "xxxx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                Site.SIGN_IN,
                Site.SIGN_UP,
                ADD,
                "/api/v1/auths/update/password",
                "/api/v1/auths/update/profile",
                API_KEYS,
                OLLAMA_KEYS,
                "/api/v1/auths/admin/config",
                "/api/v1/users/{id}/update"
            })
    void badBodiesAreRefusedAndNothingIsWritten(String path) throws IOException {
        refused(send(path, new byte[0]), 415);
        refused(send(path, new byte[0], "Content-Type: application/json"), 422);
        for (String noJson : List.of("email=a", "{", "{}{}", "{\"a\":1,\"a\":2}", "{\"email\":\"\\uZZZZ\"}")) {
            refused(json(path, noJson), 400);
        }
        for (String noObject : List.of("[]", "null", "1", "\"text\"")) {
            refused(json(path, noObject), 422);
        }
        refused(json(path, "[".repeat(1 << 20)), 413);
        refused(json(path, "{\"a\":".repeat(5000) + "1" + "}".repeat(5000)), 400);
        byte[] notUtf8 = {'{', '"', 'a', '"', ':', '"', (byte) 0xc3, '"', '}'};
        refused(send(path, notUtf8, "Content-Type: application/json"), 400);
        for (String field : fields(path).keySet()) {
            badValues(path, field);
        }
        nothingHappened();
    }

    private void badValues(String path, String field) throws IOException {
        Map<String, Object> body = new TreeMap<>(fields(path));
        for (Object wrongKind : List.of(1, true, List.of("x"), Map.of("x", "y"))) {
            body.put(field, wrongKind);
            refused(json(path, JSON.writeValueAsString(body)), 422);
        }
        // Where sign-up is closed that is said first.
        for (String unfit : List.of("\u0000", "\n")) {
            body.put(field, fields(path).get(field) + unfit);
            refused(json(path, JSON.writeValueAsString(body)), 400, 403);
        }
        body.put(field, LARGE);
        refused(json(path, JSON.writeValueAsString(body)), 413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "@corral.test",
                "a@",
                "a@b@c",
                "a b@corral.test",
                "a@corral..test",
                "a@.corral.test",
                "A <a@corral.test>",
                "a@corral.test,b@corral.test",
                "a@corral.test\r\nBcc: b@corral.test",
                "a\u202e@corral.test",
                "a@[127.0.0.1]"
            })
    void oddAddressesAreRefused(String email) throws IOException {
        refused(
                json(ADD, JSON.writeValueAsString(Map.of("name", "A", "email", email, "password", Secrets.fresh()))),
                400);
        nothingHappened();
    }

    @Test
    void veryLongAddressIsRefused() throws IOException {
        String email = "a@" + "b.".repeat(20_000) + "c";
        refused(
                json(ADD, JSON.writeValueAsString(Map.of("name", "A", "email", email, "password", Secrets.fresh()))),
                400);
    }

    @Tag("tomcat")
    @ParameterizedTest
    @ValueSource(strings = {"no-such-id", "%00", "%0a", "%ff", "..", "%2e%2e", "%27%20or%201=1"})
    void idThatIsNobodysIsRefused(String id) throws IOException {
        String admin = gate.admin().bearer();
        assertThat(site.get("/api/v1/users/" + id, admin).status()).isIn(400, 404);
        assertThat(site.send("DELETE", "/api/v1/users/" + id, admin).status()).isIn(400, 404, 405);
        assertThat(site.post("/api/v1/users/" + id + "/update", "{\"name\":\"B\"}", admin)
                        .status())
                .isIn(400, 404);
        nothingHappened();
    }

    @Test
    void accountsOfOthersAreForAdminsOnly() throws IOException {
        String other = "/api/v1/users/" + gate.admin().id();
        refused(site.get(other, someone.bearer()), 403);
        refused(site.post(other + "/update", "{\"role\":\"user\"}", someone.bearer()), 403);
        refused(site.send("DELETE", other, someone.bearer()), 403);
        nothingHappened();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"page=0", "page=x", "page=99999999999", "order_by=password_hash", "direction=up", "query=%00"})
    void oddSearchIsRefused(String query) throws IOException {
        refused(site.get("/api/v1/users/?" + query, gate.admin().bearer()), 422);
    }

    @Tag("tomcat")
    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "TRACE", "FOO", "DELETE"})
    void methodsThatAreNotThereAreRefused(String method) throws IOException {
        for (String path : List.of(Site.SIGN_IN, ADD, "/api/v1/users/")) {
            assertThat(site.send(method, path, gate.admin().bearer()).status()).isIn(405, 501);
        }
    }

    @Test
    void ofTwoAccountsWithOneAddressAtOnceOneIsMade() throws Exception {
        String body = JSON.writeValueAsString(
                Map.of("name", "Twin", "email", "twin@corral.test", "password", Secrets.fresh()));
        assertThat(statuses(() -> json(ADD, body), () -> json(ADD, body.replace("twin@", "TWIN@"))))
                .containsExactlyInAnyOrder(200, 400);
    }

    @Test
    void ofTwoAdminsWhoDemoteEachOtherAtOnceTheFirstStays() throws Exception {
        Person one = gate.admin();
        Person two = gate.person("second-admin", "admin");
        List<Integer> statuses = statuses(() -> demote(one, two), () -> demote(two, one));
        assertThat(statuses.get(0)).isEqualTo(200);
        // Nobody may demote the first admin; and who was demoted before he could try has no session any more.
        assertThat(statuses.get(1)).isIn(401, 403);
        assertThat(Site.text(site.me(one.token()), "role")).isEqualTo("admin");
    }

    private RawAnswer demote(Person by, Person whom) throws IOException {
        return site.post("/api/v1/users/" + whom.id() + "/update", "{\"role\":\"user\"}", by.bearer());
    }

    private interface Request {
        RawAnswer send() throws IOException;
    }

    private static List<Integer> statuses(Request... requests) throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(requests.length);
        try {
            List<Future<RawAnswer>> answers = new ArrayList<>();
            for (Request request : requests) {
                answers.add(senders.submit(request::send));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<RawAnswer> answer : answers) {
                statuses.add(answer.get().status());
            }
            return statuses;
        } finally {
            senders.shutdownNow();
        }
    }
}
