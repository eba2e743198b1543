package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a request may carry its token, and what it is told when it carries none that is good (RFC 6750). */
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
        assertBadRequest(site.get(Site.ME, bearer, "x-api-key: nonsense"));
        assertBadRequest(site.get(Site.ME, "Cookie: token=" + admin, "x-api-key: " + user));
        assertBadRequest(site.get(Site.ME, "Cookie: token=" + admin + "; token=" + user));
        assertBadRequest(site.get(Site.ME, "x-api-key: " + admin, "x-api-key: " + user));
        assertBadRequest(site.get(Site.ME, bearer, "Authorization: Bearer " + admin));
        assertBadRequest(site.get("/ollama/api/tags", bearer, "x-api-key: " + admin));
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
    void whoWaitsForApprovalMayLookAtHimselfAndSeeWhomToAsk() throws IOException {
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
