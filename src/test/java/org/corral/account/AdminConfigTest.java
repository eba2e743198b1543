package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.corral.Installation;
import org.corral.http.FakeResponse;
import org.corral.it.Secrets;
import org.corral.settings.SignupPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("storage")
class AdminConfigTest {
    @TempDir
    Path folder;

    private Installation corral;
    private String admin = "";

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.FIRST);
        admin = signUp("ada").json().get("token").asString();
    }

    @AfterEach
    void close() {
        corral.close();
    }

    private FakeResponse signUp(String name) throws Exception {
        return corral.auths(
                "POST",
                "/signup",
                "{\"name\":\"A\",\"email\":\"" + name + "@example.org\",\"password\":\"" + Secrets.fresh() + "\"}");
    }

    private FakeResponse change(String json) throws Exception {
        return corral.auths("POST", "/admin/config", json, admin);
    }

    @Test
    void whatIsShownCanBeSentBackAndChangesNothing() throws Exception {
        FakeResponse shown = corral.auths("GET", "/admin/config", "", admin);

        assertThat(shown.json().get("ENABLE_SIGNUP").asBoolean()).isFalse();
        assertThat(shown.json().get("DEFAULT_USER_ROLE").asString()).isEqualTo("pending");
        assertThat(change(shown.text()).json()).isEqualTo(shown.json());
        assertThat(signUp("bob").status()).isEqualTo(403);
    }

    @Test
    void signUpIsOpenedWithARoleAndClosedAgain() throws Exception {
        assertThat(change("{\"ENABLE_SIGNUP\":true,\"DEFAULT_USER_ROLE\":\"user\"}")
                        .status())
                .isEqualTo(200);
        assertThat(signUp("bob").json().get("role").asString()).isEqualTo("user");

        change("{\"ENABLE_SIGNUP\":false}");
        assertThat(signUp("eve").status()).isEqualTo(403);
    }

    @Test
    void apiKeysAreSwitchedOffAndOnAgain() throws Exception {
        String key = made(corral.auths("POST", "/api_key", "", admin));
        assertThat(corral.auths("GET", "/", "", key).status()).isEqualTo(200);

        assertThat(change("{\"ENABLE_API_KEYS\":false}")
                        .json()
                        .path("ENABLE_API_KEYS")
                        .asBoolean())
                .isFalse();

        FakeResponse refused = corral.auths("GET", "/", "", key);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.json().path("detail").asString()).contains("API keys are switched off");
        assertThat(corral.auths("POST", "/api_key", "", admin).status()).isEqualTo(403);
        assertThat(corral.auths("GET", "/welcome", "", "")
                        .json()
                        .path("api_keys")
                        .asBoolean())
                .isFalse();

        change("{\"ENABLE_API_KEYS\":true}");
        assertThat(corral.auths("GET", "/", "", key).status()).isEqualTo(200);
    }

    private static String made(FakeResponse key) {
        return key.json().path("api_key").asString();
    }

    @Test
    void tokensLiveAsLongAsAnAdminSays() throws Exception {
        assertThat(change("{\"JWT_EXPIRES_IN\":\"2d\"}")
                        .json()
                        .path("JWT_EXPIRES_IN")
                        .asString())
                .isEqualTo("2d");
        assertThat(life(renewed())).isBetween(2 * 86_400L - 60, 2 * 86_400L);

        change("{\"JWT_EXPIRES_IN\":\"-1\"}");
        FakeResponse endless = renewed();
        String token = endless.json().path("token").asString();
        assertThat(endless.json().path("expires_at").isNull()).isTrue();
        assertThat(corral.auths("GET", "/", "", token).status()).isEqualTo(200);

        admin = token;
        change("{\"JWT_EXPIRES_IN\":\"1h\"}");
        assertThat(corral.auths("GET", "/", "", token).status())
                .as("without an end it is good no more")
                .isEqualTo(401);
    }

    private FakeResponse renewed() throws Exception {
        FakeResponse next = corral.auths("POST", "/sessions/signout", "{\"keep_current\":true}", admin);
        admin = next.json().path("token").asString();
        return next;
    }

    private static long life(FakeResponse session) {
        return session.json().path("expires_at").asLong() - Instant.now().getEpochSecond();
    }

    /** The key that signed it would be forgotten first, if it went by what was set when it was made. */
    @Test
    void keyVerifiesAsLongAsATokenOfALongerLife() throws Exception {
        change("{\"JWT_EXPIRES_IN\":\"10w\"}");
        long longest = corral.database.read(
                em -> ((Number) em.createNativeQuery("SELECT MAX(longest_lifetime) FROM corral_signing_key")
                                .getSingleResult())
                        .longValue());
        assertThat(Duration.ofMillis(longest)).isEqualTo(Duration.ofDays(70));
    }

    @Test
    void anotherNodeHearsWhatWasSwitched() throws Exception {
        ChangeListener there = new ChangeListener(
                corral.database,
                corral.accounts,
                new RevokedTokens(corral.database, 100, Clock.systemUTC()),
                Clock.systemUTC());
        List<String> told = new ArrayList<>();
        corral.accounts.whenRightsChange(told::add);
        change("{\"ENABLE_API_KEYS\":false}");
        told.clear();

        there.hear();

        assertThat(told).contains(Accounts.EVERYBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4 weeks", "1.5h", "-2", "4000d", "soon"})
    void whatIsNoLifetimeIsRefused(String text) throws Exception {
        FakeResponse refused = change("{\"JWT_EXPIRES_IN\":\"" + text + "\"}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asString()).contains("JWT_EXPIRES_IN", "1h30m");
    }

    @Test
    void theAdminCanStayUnnamed() throws Exception {
        change("{\"SHOW_ADMIN_DETAILS\":false}");
        assertThat(corral.auths("GET", "/admin/details", "", admin).status()).isEqualTo(400);
    }

    @Test
    void whatIsASettingOrNoneAtAllIsRefused() throws Exception {
        assertThat(change("{\"WEBUI_URL\":\"https://elsewhere\"}").status()).isEqualTo(400);
        assertThat(change("{\"DEFAULT_USER_ROLE\":\"root\"}").status()).isEqualTo(400);
        assertThat(change("{\"ENABLE_SIGNUP\":\"yes\"}").status()).isEqualTo(422);
    }

    @Test
    void onlyAdminsSeeIt() throws Exception {
        change("{\"ENABLE_SIGNUP\":true}");
        String bob = signUp("bob").json().get("token").asString();
        assertThat(corral.auths("GET", "/admin/config", "", bob).status()).isEqualTo(403);
    }
}
