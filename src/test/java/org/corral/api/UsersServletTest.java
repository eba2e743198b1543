package org.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.corral.Installation;
import org.corral.account.LocalAccount;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.it.Secrets;
import org.corral.settings.AuthMode;
import org.corral.settings.SignupPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@Tag("storage")
class UsersServletTest {
    @TempDir
    Path folder;

    private Installation corral;
    private JsonNode ada;
    private JsonNode bob;

    @BeforeEach
    void open() throws Exception {
        corral = new Installation(folder, SignupPolicy.OPEN);
        ada = signUp("ada");
        bob = signUp("bob");
    }

    @AfterEach
    void close() {
        corral.close();
    }

    private static final String PASSWORD = Secrets.fresh();

    private JsonNode signUp(String name) throws Exception {
        String person =
                "{\"name\":\"%s\",\"email\":\"%s@example.org\",\"password\":\"%s\"}".formatted(name, name, PASSWORD);
        return corral.auths("POST", "/signup", person).json();
    }

    private static String token(JsonNode session) {
        return session.get("token").asString();
    }

    private static String id(JsonNode session) {
        return session.get("id").asString();
    }

    private FakeResponse update(JsonNode who, JsonNode whom, String change) throws Exception {
        return corral.users("POST", "/" + id(whom) + "/update", change, token(who));
    }

    @Test
    void anAdminSeesAllAccounts() throws Exception {
        JsonNode list = corral.users("GET", "/", "", token(ada)).json();

        assertThat(list.get("total").asInt()).isEqualTo(2);
        JsonNode first = list.get("users").get(0);
        assertThat(first.propertyNames())
                .containsExactly(
                        "id",
                        "email",
                        "name",
                        "role",
                        "profile_image_url",
                        "last_active_at",
                        "updated_at",
                        "created_at");
        assertThat(first.get("created_at").asLong()).isLessThan(100_000_000_000L);
        assertThat(list.toString()).doesNotContain("PBKDF2");
    }

    @Test
    void nobodyElseSeesThem() throws Exception {
        assertThat(corral.users("GET", "/", "", token(bob)).status()).isEqualTo(403);
        assertThat(corral.users("GET", "/" + id(ada), "", token(bob)).status()).isEqualTo(403);
    }

    @Test
    void aListIsSearchedAndOrdered() throws Exception {
        JsonNode list = corral.send(FakeRequest.of("GET", "/")
                        .servlet("/api/v1/users")
                        .header("Authorization", "Bearer " + token(ada))
                        .parameter("query", "example.org")
                        .parameter("order_by", "email")
                        .parameter("direction", "desc"))
                .json();

        assertThat(list.get("users").get(0).get("name").asString()).isEqualTo("bob");
    }

    @ParameterizedTest
    @CsvSource({"order_by,password_hash", "direction,up", "page,0", "page,-1", "page,99999999", "page,x"})
    void aListTakesNoOtherParameters(String name, String value) throws Exception {
        FakeResponse response = corral.send(FakeRequest.of("GET", "/")
                .servlet("/api/v1/users")
                .header("Authorization", "Bearer " + token(ada))
                .parameter(name, value));

        assertThat(response.status()).isEqualTo(422);
        assertThat(response.json().get("detail").get(0).get("loc").toString()).contains("query", name);
    }

    @Test
    void anAdminEndsAllSessionsOfSomebody() throws Exception {
        assertThat(corral.users("POST", "/" + id(bob) + "/signout", "", token(ada))
                        .text())
                .isEqualTo("true");

        assertThat(corral.auths("GET", "/", "", token(bob)).status()).isEqualTo(401);
        assertThat(corral.auths("GET", "/", "", token(ada)).status()).isEqualTo(200);
        assertThat(corral.users("POST", "/nobody/signout", "", token(ada)).status())
                .isEqualTo(404);
    }

    @Test
    void anAdminChangesWhatIsGivenAndNothingElse() throws Exception {
        FakeResponse response = update(ada, bob, "{\"role\":\"user\",\"email\":\"Robert@example.org\"}");

        assertThat(response.json().get("role").asString()).isEqualTo("user");
        assertThat(response.json().get("email").asString()).isEqualTo("robert@example.org");
        assertThat(response.json().get("name").asString()).isEqualTo("bob");
    }

    @Test
    void aPasswordThatAnAdminGaveWorks() throws Exception {
        String password = Secrets.fresh();
        update(ada, bob, "{\"password\":\"" + password + "\"}");

        assertThat(corral.signIn.signIn("bob@example.org", password).id()).isEqualTo(id(bob));
    }

    @Test
    void nobodyChangesHowTheySignInThemselvesWithoutTheirPresentPassword() throws Exception {
        String password = Secrets.fresh();
        for (String change : new String[] {"password\":\"" + password, "email\":\"countess@example.org"}) {
            FakeResponse without = update(ada, ada, "{\"" + change + "\"}");
            assertThat(without.status()).isEqualTo(400);
            assertThat(without.json().get("detail").asString()).contains("current_password");
            assertThat(update(ada, ada, "{\"" + change + "\",\"current_password\":\"" + Secrets.fresh() + "\"}")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(corral.signIn.signIn("ada@example.org", PASSWORD).id()).isEqualTo(id(ada));

        String all = "{\"password\":\"%s\",\"email\":\"countess@example.org\",\"current_password\":\"%s\"}";
        assertThat(update(ada, ada, all.formatted(password, PASSWORD)).status()).isEqualTo(200);
        assertThat(corral.signIn.signIn("countess@example.org", password).id()).isEqualTo(id(ada));
    }

    @Test
    void machinesOwnAccountGetsNoPasswordAndItsAddressIsForNobody() throws Exception {
        String local =
                LocalAccount.open(corral.accounts, AuthMode.OFF_WITH_ACCOUNTS).accountId();
        for (String change :
                new String[] {"{\"password\":\"" + Secrets.fresh() + "\"}", "{\"email\":\"machine@example.org\"}"}) {
            assertThat(corral.users("POST", "/" + local + "/update", change, token(ada))
                            .status())
                    .isEqualTo(403);
        }
        assertThat(update(ada, bob, "{\"email\":\"ADMIN@localhost\"}").status()).isEqualTo(400);
        String person = "{\"name\":\"Eve\",\"email\":\"admin@localhost\",\"password\":\"" + Secrets.fresh() + "\"}";
        assertThat(corral.auths("POST", "/signup", person).status()).isEqualTo(400);
        assertThat(corral.auths("POST", "/add", person, token(ada)).status()).isEqualTo(400);
    }

    @Test
    void presentPasswordIsNotGuessedByAStolenSession() throws Exception {
        String guess = "{\"password\":\"%s\",\"current_password\":\"%s\"}";
        for (int i = 0; i < 15; i++) {
            assertThat(update(ada, ada, guess.formatted(Secrets.fresh(), Secrets.fresh()))
                            .status())
                    .isEqualTo(400);
        }

        assertThat(update(ada, ada, guess.formatted(Secrets.fresh(), PASSWORD)).status())
                .isEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"role\":\"root\"}|400",
                "{\"email\":\"x\"}|400",
                "{\"email\":\"ADA@example.org\"}|400",
                "{\"password\":\"short\"}|400",
                "{\"profile_image_url\":\"//evil.org\"}|400",
                "{\"name\":7}|422",
                "[]|422",
                "{|400"
            })
    void whatMayNotStandInAnAccountChangesNothing(String change, int status) throws Exception {
        assertThat(update(ada, bob, change).status()).isEqualTo(status);
        assertThat(corral.users("GET", "/" + id(bob), "", token(ada))
                        .json()
                        .get("role")
                        .asString())
                .isEqualTo("pending");
    }

    @Test
    void aDemotedAdminIsOneNoMore() throws Exception {
        update(ada, bob, "{\"role\":\"admin\"}");
        assertThat(corral.users("GET", "/", "", token(bob)).status()).isEqualTo(200);

        update(ada, bob, "{\"role\":\"user\"}");

        assertThat(corral.users("GET", "/", "", token(bob)).status()).isEqualTo(401);
    }

    @Test
    void theFirstAdminIsProtectedFromOthersAndFromThemselves() throws Exception {
        update(ada, bob, "{\"role\":\"admin\"}");

        assertThat(update(bob, ada, "{\"name\":\"x\"}").status()).isEqualTo(403);
        assertThat(corral.users("DELETE", "/" + id(ada), "", token(bob)).status())
                .isEqualTo(403);
        assertThat(update(ada, ada, "{\"role\":\"user\"}").status()).isEqualTo(403);
        assertThat(update(ada, ada, "{\"name\":\"Ada L.\",\"role\":\"admin\"}").status())
                .isEqualTo(200);
    }

    @Test
    void nobodyDeletesThemselves() throws Exception {
        update(ada, bob, "{\"role\":\"admin\"}");

        assertThat(corral.users("DELETE", "/" + id(bob), "", token(bob)).status())
                .isEqualTo(403);
    }

    @Test
    void theTokenOfADeletedAccountIsRefusedAtOnce() throws Exception {
        assertThat(corral.auths("GET", "/", "", token(bob)).status()).isEqualTo(200);

        assertThat(corral.users("DELETE", "/" + id(bob), "", token(ada)).text()).isEqualTo("true");

        assertThat(corral.auths("GET", "/", "", token(bob)).status()).isEqualTo(401);
        assertThat(corral.users("DELETE", "/" + id(bob), "", token(ada)).status())
                .isEqualTo(404);
        assertThat(update(ada, bob, "{\"name\":\"x\"}").status()).isEqualTo(404);
    }

    @Test
    void anIdThatIsNoneIsNotFound() throws Exception {
        assertThat(corral.users("GET", "/" + "x".repeat(5000), "", token(ada)).status())
                .isEqualTo(404);
    }
}
