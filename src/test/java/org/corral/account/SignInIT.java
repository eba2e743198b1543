package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** {@code POST /api/v1/auths/signin} and what follows, over HTTP. */
@Tag("portable")
final class SignInIT {
    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    @Test
    void sessionHasTheFieldsThatScriptsRead() throws IOException {
        Person admin = gate.admin();

        RawAnswer answer = site.signIn(admin.email(), admin.password());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).contains("no-store");
        JsonNode session = Gate.json(answer);
        assertThat(session.propertyNames())
                .containsExactlyInAnyOrder(
                        "token", "token_type", "expires_at", "id", "email", "name", "role", "profile_image_url");
        assertThat(session.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(session.path("id").asString()).isEqualTo(admin.id());
        assertThat(session.path("email").asString()).isEqualTo(admin.email());
        assertThat(session.path("role").asString()).isEqualTo("admin");
        assertThat(session.path("expires_at").isIntegralNumber()).isTrue();
        assertThat(Instant.ofEpochSecond(session.path("expires_at").asLong()))
                .isAfter(Instant.now().plus(Duration.ofDays(27)));
        assertThat(Gate.json(site.me(Site.token(answer)))).isEqualTo(session);
    }

    @Test
    void cookieIsOutOfReachOfScriptsAndOtherSites() throws IOException {
        Person admin = gate.admin();

        RawAnswer answer = site.signIn(admin.email(), admin.password());

        List<String> cookies = answer.head().headers("Set-Cookie");
        assertThat(cookies).hasSize(2);
        assertThat(cookies.get(0))
                .startsWith("token=" + Site.token(answer) + "; Path=/; Max-Age=24")
                .matches(".*; Max-Age=(24191[0-9]{2}|2419200); HttpOnly; SameSite=Lax");
        assertThat(cookies.get(1))
                .matches("corral-device=[A-Za-z0-9_.-]+; Path=/api/v1/auths; Max-Age=31536000; HttpOnly; SameSite=Lax");
    }

    @Test
    void scriptForOpenWebUiSignsInUnchanged() throws IOException {
        Person admin = gate.admin();
        String typed = " " + admin.email().toUpperCase(Locale.ROOT) + "\u00a0";

        RawAnswer answer = site.post(
                Site.SIGN_IN,
                Map.of("email", typed, "password", admin.password(), "remember", true, "stream", Map.of("x", 1)));

        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(Site.text(answer, "email")).isEqualTo(admin.email());
    }

    @Test
    void scriptForOpenWebUiMakesAndChangesAccountsUnchanged() throws IOException {
        RawAnswer made = site.post(
                "/api/v1/auths/add",
                Map.of(
                        "name",
                        "Eve",
                        "email",
                        " Eve.Script@Corral.TEST ",
                        "password",
                        Secrets.fresh(),
                        "role",
                        "user",
                        "groups",
                        List.of()),
                gate.admin().bearer());
        assertThat(Site.text(made, "email")).as(made::text).isEqualTo("eve.script@corral.test");
        String path = "/api/v1/users/" + Site.text(made, "id");

        RawAnswer changed = site.post(
                path + "/update",
                Map.of(
                        "name",
                        "Eva",
                        "email",
                        "eve.script@corral.test",
                        "settings",
                        Map.of("ui", Map.of()),
                        "info",
                        Map.of(),
                        "oauth_sub",
                        "x"),
                gate.admin().bearer());

        assertThat(Site.text(changed, "name")).as(changed::text).isEqualTo("Eva");
        assertThat(site.post(
                                path + "/update",
                                Map.of("nmae", "Eva"),
                                gate.admin().bearer())
                        .status())
                .as("a slip of the finger is told")
                .isEqualTo(422);
    }

    @Test
    void passwordIsTheSameHoweverItsLettersAreComposed() throws IOException {
        String password = Secrets.fresh();
        String email = "composed@corral.test";
        RawAnswer made = site.post(
                "/api/v1/auths/add",
                Map.of("name", "Zo\u00eb", "email", email, "password", password + "o\u0308\u00e4"),
                gate.admin().bearer());
        assertThat(made.status()).as(made::text).isEqualTo(200);
        assertThat(site.signIn(email, password + "\u00f6a\u0308").status()).isEqualTo(200);
        assertThat(site.signIn(email, password + "oa").status()).isEqualTo(400);
    }

    @Test
    void addressIsTakenInAnyCase() throws IOException {
        Person admin = gate.admin();
        assertThat(site.signIn(admin.email().toUpperCase(Locale.ROOT), admin.password())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void wrongAddressAndWrongPasswordGetTheSameAnswer() throws IOException {
        RawAnswer nobody = site.signIn("nobody@corral.test", "some password");
        RawAnswer wrong = site.signIn(gate.admin().email(), "some password");

        assertThat(nobody.status()).isEqualTo(400);
        assertThat(nobody.text()).isEqualTo(wrong.text()).startsWith("{\"detail\":\"");
        assertThat(lasting(nobody)).isEqualTo(lasting(wrong));
        assertThat(nobody.header("Set-Cookie")).isEmpty();
    }

    /** All but what differs from one answer to the next anyway. */
    private static List<String> lasting(RawAnswer answer) {
        return answer.head().lines().stream()
                .filter(line -> !line.startsWith("Date:") && !line.startsWith("X-Request-Id:"))
                .toList();
    }

    @Test
    void tokenOfSomebodyElseDoesNotKeepMeFromSigningIn() throws IOException {
        Person admin = gate.admin();
        String body = Gate.credentials(admin.email(), admin.password());
        assertThat(site.post(Site.SIGN_IN, body, "Cookie: token=old", "Authorization: Bearer expired")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void signingOutTakesTheCookieAway() throws IOException {
        String token = Site.token(site.signIn(gate.user().email(), gate.user().password()));
        RawAnswer answer = site.post("/api/v1/auths/signout", "", "Authorization: Bearer " + token);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Gate.json(answer)).isEqualTo(Gate.json("{\"status\":true}"));
        assertThat(answer.head().headers("Set-Cookie"))
                .containsExactly("token=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; SameSite=Lax");
    }

    @Test
    void passwordIsChangedAndTheOldOneIsNoLongerTaken() throws IOException {
        Person someone = gate.person("changes-password", "user");
        Map<String, String> change = Map.of("password", someone.password(), "new_password", "another password");

        RawAnswer wrong = site.post(
                "/api/v1/auths/update/password",
                Map.of("password", "not the password", "new_password", "another password"),
                someone.bearer());
        RawAnswer right = site.post("/api/v1/auths/update/password", change, someone.bearer());

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(right.text()).isEqualTo("true");
        assertThat(site.signIn(someone.email(), someone.password()).status()).isEqualTo(400);
        assertThat(site.signIn(someone.email(), "another password").status()).isEqualTo(200);
    }

    @Test
    void logHasNeitherPasswordsNorTokens() throws IOException {
        Person admin = gate.admin();
        String token = Site.token(site.signIn(admin.email(), admin.password()));
        site.signIn(admin.email(), Secrets.fresh());
        site.post(Site.SIGN_IN, "{\"email\":\"Never-in-a-log\",\"password\":{\"Never-in-a-log\":");

        assertThat(gate.log()).doesNotContain("Never-in-a-log", token.substring(token.lastIndexOf('.')));
    }
}
