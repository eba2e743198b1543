package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** The list of one's own sessions, and how they end. */
@Timeout(60)
class SessionsIT {
    private static final String SESSIONS = "/api/v1/auths/sessions";

    private final Site site = Site.of(Gate.open());
    private String email;

    @BeforeEach
    void person() throws IOException {
        email = "sessions-" + System.nanoTime() + "@corral.test";
        add(email);
    }

    private String add(String address) throws IOException {
        return Site.token(site.post(
                "/api/v1/auths/add",
                Map.of("name", "Sam", "email", address, "password", Site.PASSWORD, "role", "user"),
                Gate.open().admin().bearer()));
    }

    private String signIn(String... headerLines) throws IOException {
        return Site.token(site.post(Site.SIGN_IN, Gate.credentials(email, Site.PASSWORD), headerLines));
    }

    private List<JsonNode> list(String token) throws IOException {
        return Gate.json(site.get(SESSIONS, bearer(token))).valueStream().toList();
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    @Test
    void eachSignInIsListedWithWhereItWas() throws IOException {
        String first = signIn("User-Agent: script/1.0 x");
        String second = signIn("User-Agent: " + "x".repeat(1000));
        List<JsonNode> sessions = list(second);
        // The third is the token that the admin got when they added the account.
        assertThat(sessions).hasSize(3);
        JsonNode mine = sessions.stream()
                .filter(each -> each.path("current").asBoolean())
                .findFirst()
                .orElseThrow();
        assertThat(mine.path("user_agent").asString()).isEqualTo("x".repeat(300));
        assertThat(mine.path("address").asString()).isEqualTo("127.0.0.1");
        long now = System.currentTimeMillis() / 1000;
        assertThat(mine.path("created_at").asLong()).isCloseTo(now, within(60L));
        assertThat(mine.path("last_active_at").asLong())
                .isBetween(mine.path("created_at").asLong(), now + 1);
        assertThat(mine.path("expires_at").asLong()).isGreaterThan(now);
        assertThat(list(first))
                .filteredOn(each -> each.path("current").asBoolean())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.path("user_agent").asString()).startsWith("script/1.0 "));
    }

    /** Payara refuses such a field. */
    @Tag("tomcat")
    @Test
    void bytesBeyondAsciiInItsNameDoNoHarm() throws IOException {
        assertThat(list(signIn("User-Agent: script/1.0 \u00fc")))
                .filteredOn(each -> each.path("current").asBoolean())
                .singleElement()
                .satisfies(
                        each -> assertThat(each.path("user_agent").asString()).startsWith("script/1.0 "));
    }

    @Test
    void oneIsEndedAndTheOthersGoOn() throws IOException {
        String here = signIn();
        String there = signIn("User-Agent: there");
        String id = list(there).stream()
                .filter(each -> each.path("user_agent").asString().equals("there"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        assertThat(site.send("DELETE", SESSIONS + "/" + id, bearer(here)).text())
                .isEqualTo("true");
        assertThat(site.me(there).status()).isEqualTo(401);
        assertThat(site.me(here).status()).isEqualTo(200);
        assertThat(site.send("DELETE", SESSIONS + "/" + id, bearer(here)).status())
                .isEqualTo(404);
        assertThat(list(here))
                .hasSize(2)
                .noneMatch(each -> each.path("id").asString().equals(id));
    }

    @Test
    void nobodyEndsTheSessionsOfOthers() throws IOException {
        String mine = signIn();
        String other = add("other-" + email);
        String id = list(mine).get(0).path("id").asString();
        assertThat(site.send("DELETE", SESSIONS + "/" + id, bearer(other)).status())
                .isEqualTo(404);
        assertThat(site.me(mine).status()).isEqualTo(200);
        assertThat(list(other)).hasSize(1);
    }

    @Test
    void signOutTakesItOffTheList() throws IOException {
        String here = signIn();
        String there = signIn();
        site.post("/api/v1/auths/signout", "", bearer(there));
        assertThat(list(here)).hasSize(2);
    }

    @Test
    void allEndAndTheCallerWithThem() throws IOException {
        String here = signIn();
        String there = signIn();
        RawAnswer answer = site.send("POST", SESSIONS + "/signout", bearer(here));
        assertThat(answer.text()).isEqualTo("{\"status\":true,\"token\":null,\"expires_at\":null}");
        assertThat(site.me(here).status()).isEqualTo(401);
        assertThat(site.me(there).status()).isEqualTo(401);
        assertThat(list(signIn())).hasSize(1);
    }

    @Test
    void callerWhoStaysGetsATokenForTheOneThatEnded() throws IOException {
        String here = signIn();
        RawAnswer answer = site.post(SESSIONS + "/signout", Map.of("keep_current", true), bearer(here));
        String next = Site.token(answer);
        assertThat(answer.header("Set-Cookie"))
                .as("no cookie came, so none goes")
                .isEmpty();
        assertThat(site.me(here).status()).isEqualTo(401);
        assertThat(site.me(next).status()).isEqualTo(200);
        assertThat(list(next))
                .singleElement()
                .satisfies(each -> assertThat(each.path("current").asBoolean()).isTrue());
    }

    @Test
    void browserWhoStaysGetsACookieForTheOneThatEnded() throws IOException {
        String here = signIn();
        RawAnswer answer = site.post(
                SESSIONS + "/signout",
                Map.of("keep_current", true),
                "Cookie: token=" + here,
                "Sec-Fetch-Site: same-origin");
        assertThat(answer.header("Set-Cookie").orElse(""))
                .startsWith("token=" + Site.token(answer))
                .contains("HttpOnly");
    }

    /** It would be a way from a key that can be revoked to a token that outlives it. */
    @Test
    void apiKeyGetsNoTokenByIt() throws IOException {
        String here = signIn();
        String key = Site.text(site.post("/api/v1/auths/api_keys", Map.of("name", "k"), bearer(here)), "api_key");
        assertThat(list(key)).hasSize(2).noneMatch(each -> each.path("current").asBoolean());
        assertThat(Site.text(site.post(SESSIONS + "/signout", Map.of("keep_current", true), bearer(key)), "token"))
                .isEqualTo("null");
        assertThat(site.me(here).status()).isEqualTo(401);
        assertThat(site.me(key).status()).isEqualTo(200);
    }

    @Test
    void anotherPasswordLeavesTheOneThatChangedIt() throws IOException {
        String here = signIn();
        site.post(
                "/api/v1/auths/update/password",
                Map.of("password", Site.PASSWORD, "new_password", Site.PASSWORD + "2"),
                "Cookie: token=" + here,
                "Sec-Fetch-Site: same-origin");
        String next = Site.token(site.signIn(email, Site.PASSWORD + "2"));
        assertThat(list(next)).hasSize(2);
    }

    @Test
    void welcomeTellsWhoIsThere() throws IOException {
        String here = signIn();
        JsonNode known = Gate.json(site.get("/api/v1/auths/welcome", "Cookie: token=" + here));
        assertThat(known.at("/account/email").asString()).isEqualTo(email);
        assertThat(known.path("first_run").asBoolean()).isFalse();
        JsonNode stranger = Gate.json(site.get("/api/v1/auths/welcome", "Cookie: token=" + here + "x"));
        assertThat(stranger.path("account").isNull()).isTrue();
        assertThat(stranger.path("sign_in").asBoolean()).isTrue();
    }
}
