package org.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import org.corral.Installation;
import org.corral.http.FakeRequest;
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
import tools.jackson.databind.JsonNode;

@Tag("storage")
class AuthsServletTest {
    private static final String PASSWORD = Secrets.fresh();
    private static final String NEW_PASSWORD = Secrets.fresh();
    private static final String ADA =
            "{\"name\":\"Ada\",\"email\":\"Ada@example.org\",\"password\":\"" + PASSWORD + "\"}";
    private static final String BOB = ADA.replace("Ada", "Bob");
    private static final String SIGN_IN = "{\"email\":\"ada@example.org\",\"password\":\"" + PASSWORD + "\"}";

    @TempDir
    Path folder;

    private Installation corral;

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.OPEN);
    }

    @AfterEach
    void close() {
        corral.close();
    }

    private void reopen(SignupPolicy policy) throws Exception {
        corral.close();
        corral = new Installation(folder, policy);
    }

    private String signUp(String person) throws Exception {
        return corral.auths("POST", "/signup", person).json().get("token").asString();
    }

    @Test
    void signingUpOpensASession() throws Exception {
        FakeResponse response = corral.auths("POST", "/signup", ADA);

        assertThat(response.status()).isEqualTo(200);
        JsonNode session = response.json();
        assertThat(session.propertyNames())
                .containsExactly(
                        "token", "token_type", "expires_at", "id", "email", "name", "role", "profile_image_url");
        assertThat(session.get("token_type").asString()).isEqualTo("Bearer");
        assertThat(session.get("expires_at").asLong())
                .isBetween(Instant.now().getEpochSecond() + 3500, Instant.now().getEpochSecond() + 3601);
        assertThat(session.get("email").asString()).isEqualTo("ada@example.org");
        assertThat(session.get("role").asString()).isEqualTo("admin");
        assertThat(session.get("profile_image_url").asString()).isEqualTo("/user.png");
        assertThat(response.header("Cache-Control")).contains("no-store");
    }

    @Test
    void signingInSetsTheCookieAndTheTokenTellsWhoIAm() throws Exception {
        signUp(ADA);

        FakeResponse response = corral.auths("POST", "/signin", SIGN_IN);

        String token = response.json().get("token").asString();
        assertThat(response.cookie("token")).hasValueSatisfying(cookie -> {
            assertThat(cookie.getValue()).isEqualTo(token);
            assertThat(cookie.isHttpOnly()).isTrue();
            assertThat(cookie.getPath()).isEqualTo("/corral");
            assertThat(cookie.getMaxAge()).isBetween(3500, 3600);
        });
        JsonNode me = corral.auths("GET", "/", "", token).json();
        assertThat(me).isEqualTo(response.json());
    }

    @Test
    void theFirstIsAdminAndTheSecondWaits() throws Exception {
        signUp(ADA);

        JsonNode bob = corral.auths("POST", "/signup", BOB).json();

        assertThat(bob.get("role").asString()).isEqualTo("pending");
        String token = bob.get("token").asString();
        assertThat(corral.auths("GET", "/", "", token).status()).isEqualTo(200);
        assertThat(corral.auths("POST", "/update/profile", "{}", token).status())
                .isEqualTo(403);
    }

    @Test
    void onlyTheFirstSignsUpWhereThatIsTheRule() throws Exception {
        reopen(SignupPolicy.FIRST);
        assertThat(corral.auths("POST", "/signup", ADA).status()).isEqualTo(200);

        FakeResponse second = corral.auths("POST", "/signup", BOB);

        assertThat(second.status()).isEqualTo(403);
        assertThat(second.json().get("detail").asString()).contains("Sign-up is closed");
    }

    @Test
    void nobodySignsUpWhereItIsClosed() throws Exception {
        reopen(SignupPolicy.CLOSED);

        assertThat(corral.auths("POST", "/signup", ADA).status()).isEqualTo(403);
    }

    @Test
    void anAddressIsTakenInAnyCase() throws Exception {
        signUp(ADA);

        FakeResponse again = corral.auths("POST", "/signup", ADA.replace("Ada@", "aDA@"));

        assertThat(again.status()).isEqualTo(400);
        assertThat(again.json().get("detail").asString()).contains("already");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"\",\"email\":\"a@b\",\"password\":\"correct horse\"}",
                "{\"name\":\"A\\u0000\",\"email\":\"a@b\",\"password\":\"correct horse\"}",
                "{\"name\":\"A\",\"email\":\"ab\",\"password\":\"correct horse\"}",
                "{\"name\":\"A\",\"email\":\"a\\n@b\",\"password\":\"correct horse\"}",
                "{\"name\":\"A\",\"email\":\"a@b\",\"password\":\"short\"}",
                "{\"name\":\"A\",\"email\":\"a@b\",\"password\":\"correct horse\",\"profile_image_url\":\"javascript:x\"}"
            })
    void whatMayNotStandInAnAccountIsRefused(String person) throws Exception {
        assertThat(corral.auths("POST", "/signup", person).status()).isEqualTo(400);
        assertThat(corral.accounts.isEmpty()).isTrue();
    }

    @Test
    void missingFieldsAreAllNamed() throws Exception {
        FakeResponse response = corral.auths("POST", "/signup", "{\"name\":7}");

        assertThat(response.status()).isEqualTo(422);
        assertThat(response.json().get("detail").toString()).contains("name", "email", "password");
    }

    @Test
    void aFormIsAnsweredWithAnExample() throws Exception {
        FakeResponse response = corral.send(FakeRequest.of("POST", "/signin")
                .servlet("/api/v1/auths")
                .header("Content-Type", "application/x-www-form-urlencoded"));

        assertThat(response.status()).isEqualTo(415);
        assertThat(response.json().get("detail").asString()).contains("application/json", "\"email\"");
    }

    @Test
    void anotherMethodIsAnsweredWithTheRightOne() throws Exception {
        FakeResponse response = corral.auths("GET", "/signin", "");

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).contains("OPTIONS, POST");
        assertThat(response.json().get("detail").asString()).contains("POST /corral/api/v1/auths/signin");
    }

    @Test
    void anUnknownPathIsAnsweredWithThoseThatThereAre() throws Exception {
        FakeResponse response = corral.auths("GET", "/nothing", "", signUp(ADA));

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.json().get("detail").asString())
                .contains("POST /corral/api/v1/auths/signin", "GET /corral/api/v1/auths/");
    }

    @Test
    void signingOutClearsTheCookieForAnybody() throws Exception {
        for (String method : new String[] {"POST", "GET"}) {
            FakeResponse response = corral.auths(method, "/signout", "");

            assertThat(response.json().get("status").asBoolean()).isTrue();
            assertThat(response.cookie("token")).hasValueSatisfying(cookie -> {
                assertThat(cookie.getMaxAge()).isZero();
                assertThat(cookie.getPath()).isEqualTo("/corral");
            });
        }
    }

    @Test
    void signingOutEndsThatSessionAlone() throws Exception {
        String token = signUp(ADA);
        String other =
                corral.auths("POST", "/signin", SIGN_IN).json().get("token").asString();

        assertThat(corral.auths("POST", "/signout", "", token).status()).isEqualTo(200);

        FakeResponse refused = corral.auths("GET", "/", "", token);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("WWW-Authenticate").orElse("")).contains("invalid_token");
        assertThat(corral.auths("GET", "/", "", other).status()).isEqualTo(200);
        assertThat(corral.auths("POST", "/signout", "", token).status()).isEqualTo(200);
    }

    @Test
    void aPasswordThatIsChangedEndsAllSessions() throws Exception {
        String token = signUp(ADA);
        String other =
                corral.auths("POST", "/signin", SIGN_IN).json().get("token").asString();
        String change = "{\"password\":\"" + PASSWORD + "\",\"new_password\":\"" + NEW_PASSWORD + "\"}";

        assertThat(corral.auths("POST", "/update/password", change, token).text())
                .isEqualTo("true");

        assertThat(corral.auths("GET", "/", "", token).status()).isEqualTo(401);
        assertThat(corral.auths("GET", "/", "", other).status()).isEqualTo(401);
        // Within the same second, in which the time of a token would say nothing.
        String next = corral.auths("POST", "/signin", SIGN_IN.replace(PASSWORD, NEW_PASSWORD))
                .json()
                .get("token")
                .asString();
        assertThat(corral.auths("GET", "/", "", next).status()).isEqualTo(200);
    }

    @Test
    void aBrowserThatChangesThePasswordStaysSignedIn() throws Exception {
        String token = signUp(ADA);
        String change = "{\"password\":\"" + PASSWORD + "\",\"new_password\":\"" + NEW_PASSWORD + "\"}";

        FakeResponse changed = corral.send(FakeRequest.of("POST", "/update/password")
                .servlet("/api/v1/auths")
                .json(change)
                .cookie("token", token)
                .header("Sec-Fetch-Site", "same-origin"));

        String next = changed.cookie("token").orElseThrow().getValue();
        assertThat(corral.auths("GET", "/", "", token).status()).isEqualTo(401);
        assertThat(corral.auths("GET", "/", "", next).status()).isEqualTo(200);
    }

    @Test
    void aPasswordIsChangedByWhoKnowsTheOldOne() throws Exception {
        String token = signUp(ADA);
        String wrong = "{\"password\":\"wrong\",\"new_password\":\"" + NEW_PASSWORD + "\"}";
        String right = "{\"password\":\"" + PASSWORD + "\",\"new_password\":\"" + NEW_PASSWORD + "\"}";

        assertThat(corral.auths("POST", "/update/password", wrong, token).status())
                .isEqualTo(400);
        assertThat(corral.auths("POST", "/update/password", right, token).text())
                .isEqualTo("true");
        assertThat(corral.auths("POST", "/signin", SIGN_IN).status()).isEqualTo(400);
        assertThat(corral.auths("POST", "/signin", SIGN_IN.replace(PASSWORD, NEW_PASSWORD))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aProfileIsChangedByItsOwner() throws Exception {
        FakeResponse response = corral.auths(
                "POST", "/update/profile", "{\"name\":\" Ada L. \",\"profile_image_url\":\"/ada.png\"}", signUp(ADA));

        assertThat(response.json().get("name").asString()).isEqualTo("Ada L.");
        assertThat(response.json().get("profile_image_url").asString()).isEqualTo("/ada.png");
    }

    @Test
    void anAdminMakesAccountsForOthers() throws Exception {
        String admin = signUp(ADA);
        reopen(SignupPolicy.CLOSED);

        FakeResponse response = corral.auths("POST", "/add", BOB.replace("}", ",\"role\":\"user\"}"), admin);

        assertThat(response.json().get("role").asString()).isEqualTo("user");
        assertThat(response.cookie("token")).isEmpty();
        String bob = response.json().get("token").asString();
        assertThat(corral.auths("POST", "/add", BOB, bob).status()).isEqualTo(403);
        assertThat(corral.auths("POST", "/add", BOB.replace("}", ",\"role\":\"root\"}"), admin)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void whoWaitsLearnsWhomToAsk() throws Exception {
        signUp(ADA);

        JsonNode admin = corral.auths("GET", "/admin/details", "", signUp(BOB)).json();

        assertThat(admin.get("email").asString()).isEqualTo("ada@example.org");
        assertThat(admin.get("name").asString()).isEqualTo("Ada");
    }

    @Test
    void anApprovalWorksWithTheTokenThatThePersonHolds() throws Exception {
        String admin = signUp(ADA);
        String token = signUp(BOB);
        String id = corral.auths("GET", "/", "", token).json().get("id").asString();

        corral.users("POST", "/" + id + "/update", "{\"role\":\"user\"}", admin);

        assertThat(corral.auths("GET", "/", "", token).json().get("role").asString())
                .isEqualTo("user");
    }
}
