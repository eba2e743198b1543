package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request may carry its token, and what it is told when it carries none that is good (RFC 6750). */
@Tag("portable")
final class CredentialsIT {
    private static final String CHALLENGE = "Bearer realm=\"corral\"";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization: Bearer %s",
                "authorization: bearer %s",
                "Authorization: BEARER   %s",
                "Cookie: token=%s",
                "Cookie: a=b; token=%s; c=d",
                "x-api-key: %s",
                "X-API-Key: %s"
            })
    void tokenIsFoundWhereClientsPutIt(String header) throws IOException {
        Person user = gate.user();

        RawAnswer answer = site.get(Site.ME, header.formatted(user.token()));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(Site.text(answer, "id")).isEqualTo(user.id());
        assertThat(Site.text(answer, "token")).isEqualTo(user.token());
    }

    @Test
    void oneTokenMayStandInAllPlaces() throws IOException {
        String token = gate.user().token();
        assertThat(site.get(Site.ME, "Authorization: Bearer " + token, "Cookie: token=" + token, "x-api-key: " + token)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void twoDifferentTokensAreRefusedWhateverTheyAre() throws IOException {
        String user = gate.user().token();
        String admin = gate.admin().token();
        String bearer = "Authorization: Bearer " + user;

        assertBadRequest(site.get(Site.ME, bearer, "Cookie: token=" + admin));
        assertBadRequest(site.get(Site.ME, bearer, "x-api-key: " + admin));
        assertBadRequest(site.get(Site.ME, "Cookie: token=" + admin, "x-api-key: " + user));
        assertBadRequest(site.get(Site.ME, "Cookie: token=" + admin + "; token=" + user));
        assertBadRequest(site.get(Site.ME, "x-api-key: " + admin, "x-api-key: " + user));
        assertBadRequest(site.get(Site.ME, bearer, "Authorization: Bearer " + admin));
        assertBadRequest(site.get("/ollama/api/tags", bearer, "x-api-key: " + admin));
    }

    /** Cookies know no ports, and programs send dummies: what opens nothing keeps nobody out. */
    @Test
    void whatOpensNothingIsNoSecondCredential() throws IOException {
        Person user = gate.person("beset", "user");
        String bearer = user.bearer();
        String cookie = "token=" + user.token();
        String foreign = "token=eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IjEifQ.c2lnbmF0dXJl";
        String forged = "token=" + user.token().substring(0, user.token().length() - 8) + "AAAAAAAA";

        for (String[] lines : new String[][] {
            {bearer, "x-api-key: ollama"},
            {bearer, "Cookie: " + foreign},
            {bearer, "Cookie: " + forged},
            {bearer, "Cookie: token=x"},
            {"Authorization: Bearer ollama", "x-api-key: " + user.token()},
            {"Authorization: Bearer ollama", "Cookie: " + cookie},
            {"Authorization: Basic cHJveHk6d29yZA==", "Cookie: " + cookie},
            {"Cookie: " + foreign + "; " + cookie},
            {"Cookie: " + cookie + "; " + foreign},
            {"Cookie: " + foreign + "; __Host-" + cookie},
            {"Cookie: " + foreign, "Cookie: __Secure-" + cookie},
        }) {
            RawAnswer answer = site.get(Site.ME, lines);
            assertThat(answer.status()).as(String.join(", ", lines)).isEqualTo(200);
            assertThat(Site.text(answer, "token")).isEqualTo(user.token());
        }
        assertThat(site.post(Site.SIGN_IN, Gate.credentials(user.email(), user.password()), "Cookie: " + foreign)
                        .status())
                .isEqualTo(200);
        String ending = Site.token(site.signIn(user.email(), user.password()));
        assertThat(site.send(
                                "POST",
                                "/api/v1/auths/signout",
                                "Cookie: " + foreign + "; token=" + ending,
                                "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);
        assertThat(site.me(ending).status()).isEqualTo(401);
        // It is over, so it stands in nobody's way.
        assertThat(site.get(Site.ME, bearer, "Cookie: token=" + ending).status())
                .isEqualTo(200);
    }

    /** By a dummy in a header no page gets past the check of the cookie. */
    @Test
    void cookieBesideADummyIsStillACookie() throws IOException {
        String cookie = "Cookie: token=" + gate.user().token();
        for (String dummy :
                new String[] {"Authorization: Bearer ollama", "x-api-key: x", "Authorization: Basic YTpi"}) {
            assertThat(site.send("POST", "/ollama/api/chat", cookie, dummy, "Origin: http://evil.test")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void twoGoodSessionsAreNotSignedOutHalf() throws IOException {
        Person user = gate.person("twice", "user");
        String other = Site.token(site.signIn(user.email(), user.password()));

        RawAnswer answer = site.send(
                "POST",
                "/api/v1/auths/signout",
                "Cookie: token=" + user.token() + "; token=" + other,
                "Sec-Fetch-Site: same-origin");

        assertBadRequest(answer);
        assertThat(site.me(user.token()).status()).isEqualTo(200);
    }

    /** As in http://x:sk-…@host/ollama, for programs that know an address only. */
    @Test
    void belowOllamaBasicMayHoldTheKey() throws IOException {
        String key = Site.text(
                site.post(
                        "/api/v1/auths/api_keys",
                        "{\"name\":\"address\"}",
                        gate.user().bearer()),
                "api_key");

        for (String pair : new String[] {"x:" + key, key + ":", key + ":x", ":" + key}) {
            assertThat(site.get("/ollama/api/tags", basic(pair)).status()).isEqualTo(200);
            RawAnswer elsewhere = site.get(Site.ME, basic(pair));
            assertThat(elsewhere.status()).isEqualTo(401);
            assertThat(elsewhere.header("WWW-Authenticate")).contains(CHALLENGE);
            assertThat(Site.text(elsewhere, "detail")).contains("below /ollama only");
            assertThat(elsewhere.text()).doesNotContain(key);
        }
        assertThat(site.send("DELETE", "/ollama/api/delete", basic("x:" + key), "Origin: http://evil.test")
                        .status())
                .isEqualTo(403);
        String encoded = Base64.getEncoder().encodeToString(("x:" + key).getBytes(StandardCharsets.UTF_8));
        assertThat(gate.ollama().requests()).hasSize(4).allSatisfy(request -> {
            assertThat(request.target()).isEqualTo("/api/tags");
            assertThat(request.header("Authorization")).isEmpty();
            assertThat(request.headers().toString()).doesNotContain(key, encoded);
        });
    }

    /** A browser opens a window of its own for a challenge of Basic. */
    @Test
    void nobodyIsAskedForBasic() throws IOException {
        RawAnswer answer = site.get("/ollama/api/tags", basic("ada:her password"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.head().headers("WWW-Authenticate")).containsExactly(CHALLENGE);
        assertThat(answer.text()).contains("only an API key is taken");
    }

    @Test
    void keyThatWasPastedCarelesslyIsExplained() throws IOException {
        String digits = "0123456789abcdef0123456789abcdef0123456789abcdef";
        for (String[] each : new String[][] {
            {"Authorization: Bearer \"sk-" + digits + "\"", "quotation marks"},
            {"Authorization: Bearer Bearer sk-" + digits, "twice"},
            {"Authorization: sk-" + digits, "no 'Bearer '"},
            {"Authorization: Bearer sk-" + digits.substring(9), "cut short"},
            {"Authorization: Bearer $KEY", "placeholder"},
            {"x-api-key: sk-ant-api03-x", "another service"},
            {"api-key: sk-" + digits, "'api-key'"},
        }) {
            RawAnswer answer = site.get("/ollama/api/tags", each[0]);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(Site.text(answer, "error")).contains(each[1]).doesNotContain(digits.substring(9));
        }
    }

    private static String basic(String pair) {
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static void assertBadRequest(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(400);
        assertThat(answer.header("WWW-Authenticate")).contains(CHALLENGE + ", error=\"invalid_request\"");
    }

    /** RFC 6750, 3.1: no error code for who did not try. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: y",
                "Authorization: Basic YWRtaW46YWRtaW4=",
                "Authorization: Bearer",
                "Authorization: Bearer a b",
                "Cookie: session=x",
                "x-api-key:"
            })
    void withoutATokenTheAnswerSaysHowToGetOne(String header) throws IOException {
        RawAnswer answer = site.get(Site.ME, header);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains(CHALLENGE);
        assertThat(Site.text(answer, "detail")).contains("POST /api/v1/auths/signin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auths/", "/api/v1/users/", "/ollama/api/tags", "/ollama/v1/models"})
    void wrongTokenIsCalledInvalid(String path) throws IOException {
        RawAnswer answer = site.get(path, "Authorization: Bearer nonsense");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).contains(CHALLENGE + ", error=\"invalid_token\"");
        assertThat(answer.text()).doesNotContain("nonsense");
    }

    @Test
    void roleThatIsTooLowIsCalledInsufficient() throws IOException {
        RawAnswer users = site.get("/api/v1/users/", gate.user().bearer());
        RawAnswer pull =
                site.post("/ollama/api/pull", "{\"model\":\"x\"}", gate.user().bearer());

        for (RawAnswer answer : new RawAnswer[] {users, pull}) {
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("WWW-Authenticate")).contains(CHALLENGE + ", error=\"insufficient_scope\"");
        }
    }

    @Test
    void whoWaitsForApprovalMayLookAtThemselvesAndSeeWhomToAsk() throws IOException {
        String pending = gate.person("pending", "pending").bearer();

        assertThat(site.get(Site.ME, pending).status()).isEqualTo(200);
        assertThat(Site.text(site.get("/api/v1/auths/admin/details", pending), "email"))
                .isEqualTo(gate.admin().email());
        for (String path :
                new String[] {"/ollama/api/tags", "/ollama/", "/api/v1/users/", "/api/v1/auths/update/profile"}) {
            RawAnswer answer = site.get(path, pending);
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.text()).contains("approv");
        }
    }

    @Test
    void ollamaIsNotAskedForWhoIsRefused() throws IOException {
        site.get("/ollama/api/tags");
        site.get("/ollama/api/tags", "Authorization: Bearer nonsense");
        site.get("/ollama/api/tags", gate.person("pending", "pending").bearer());
        assertThat(gate.ollama().requests()).isEmpty();
    }
}
