package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A session that has ended opens nothing any more, wherever its token is shown; a new one works in the same second. */
@Tag("portable")
final class RevocationIT {
    private static final String SIGN_OUT = "/api/v1/auths/signout";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private final Person someone = gate.person("user-" + UUID.randomUUID(), "user");

    private String another() throws IOException {
        return Site.token(site.signIn(someone.email(), someone.password()));
    }

    private void works(String token) throws IOException {
        assertThat(site.me(token).status()).isEqualTo(200);
    }

    private void isRefused(String token) throws IOException {
        for (String shown :
                new String[] {"Authorization: Bearer " + token, "x-api-key: " + token, "Cookie: token=" + token}) {
            for (String path : new String[] {Site.ME, "/ollama/api/tags"}) {
                RawAnswer answer = site.get(path, shown);
                assertThat(answer.status()).isEqualTo(401);
                assertThat(answer.header("WWW-Authenticate"))
                        .hasValueSatisfying(challenge -> assertThat(challenge).contains("error=\"invalid_token\""));
            }
        }
    }

    @Test
    void signOutEndsThatSessionAndNoOther() throws IOException {
        String other = another();

        assertThat(site.post(SIGN_OUT, "", someone.bearer()).status()).isEqualTo(200);

        isRefused(someone.token());
        works(other);
        works(another());
        assertThat(site.post(SIGN_OUT, "", someone.bearer()).status()).isEqualTo(200);
    }

    @Test
    void signOutTakesTheCookiesToken() throws IOException {
        assertThat(site.send("GET", SIGN_OUT, "Cookie: token=" + someone.token(), "Sec-Fetch-Site: same-origin")
                        .status())
                .isEqualTo(200);

        isRefused(someone.token());
    }

    @Test
    void anotherPasswordEndsAllSessions() throws IOException {
        String other = another();
        String password = Secrets.fresh();

        RawAnswer answer = site.post(
                "/api/v1/auths/update/password",
                Map.of("password", someone.password(), "new_password", password),
                someone.bearer());

        assertThat(answer.text()).isEqualTo("true");
        isRefused(someone.token());
        isRefused(other);
        works(Site.token(site.signIn(someone.email(), password)));
    }

    @Test
    void aPasswordThatAnAdminSetsEndsAllSessions() throws IOException {
        String password = Secrets.fresh();

        site.post(
                "/api/v1/users/" + someone.id() + "/update",
                Map.of("password", password),
                gate.admin().bearer());

        isRefused(someone.token());
        works(Site.token(site.signIn(someone.email(), password)));
    }

    @Test
    void apiKeysEndOnlyWhereThatIsAsked() throws IOException {
        String path = "/api/v1/users/" + someone.id() + "/signout";
        String key = Site.text(site.post("/api/v1/auths/api_key", "", someone.bearer()), "api_key");

        site.post(path, "", gate.admin().bearer());
        works(key);

        site.post(path, "{\"api_keys\":true}", gate.admin().bearer());
        isRefused(key);
    }

    @Test
    void anAdminSignsSomebodyOutEverywhere() throws IOException {
        String other = another();
        String path = "/api/v1/users/" + someone.id() + "/signout";
        assertThat(site.post(path, "", someone.bearer()).status()).isEqualTo(403);

        RawAnswer answer = site.send("POST", path, gate.admin().bearer());

        assertThat(answer.text()).isEqualTo("true");
        isRefused(someone.token());
        isRefused(other);
        works(another());
        assertThat(site.post(path, "{\"api_keys\":\"yes\"}", gate.admin().bearer())
                        .status())
                .isEqualTo(422);
        assertThat(site.send(
                                "POST",
                                "/api/v1/users/nobody/signout",
                                gate.admin().bearer())
                        .status())
                .isEqualTo(404);
    }
}
