package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser sends the cookie wherever a page makes it go: what changes something is taken from our own pages only. */
final class SameOriginIT {
    private static final String CHANGE = "/api/v1/auths/update/profile";
    private static final String SIGN_OUT = "/api/v1/auths/signout";
    private static final String PROFILE = "{\"name\":\"Ada\",\"profile_image_url\":\"/user.png\"}";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private final Person person = gate.person("browses", "user");
    private final String cookie = "Cookie: token=" + person.token();

    /** The test client names the host 127.0.0.1 without a port. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: same-origin",
                "Sec-Fetch-Site: none",
                "Origin: http://127.0.0.1",
                "Origin: http://127.0.0.1:80",
                // A proxy in between took TLS away.
                "Origin: https://127.0.0.1"
            })
    void ourOwnPagesMayChangeThings(String header) throws IOException {
        assertThat(site.post(CHANGE, PROFILE, cookie, header).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site",
                "Sec-Fetch-Site: same-origin, cross-site",
                "Sec-Fetch-Site: SAME-ORIGIN",
                "Sec-Fetch-Site:",
                "Origin: http://evil.test",
                "Origin: http://127.0.0.1.evil.test",
                "Origin: http://127.0.0.1:8081",
                "Origin: http://evil@127.0.0.1",
                "Origin: http://127.0.0.1/",
                "Origin: null",
                "Origin:",
                "Referer: http://127.0.0.1/",
                "X: neither of both"
            })
    void otherPagesMayNot(String header) throws IOException {
        assertRefused(site.post(CHANGE, PROFILE, cookie, header));
    }

    @Test
    void fetchMetadataCountMoreThanTheOrigin() throws IOException {
        assertRefused(site.post(CHANGE, PROFILE, cookie, "Sec-Fetch-Site: cross-site", "Origin: http://127.0.0.1"));
    }

    @Test
    void twoOriginsAreNone() throws IOException {
        assertRefused(site.post(CHANGE, PROFILE, cookie, "Origin: http://127.0.0.1", "Origin: http://evil.test"));
    }

    @Test
    void ollamaIsOutOfReachToo() throws IOException {
        assertRefused(site.post("/ollama/api/chat", "{}", cookie, "Sec-Fetch-Site: cross-site"));
        assertRefused(site.send(
                "DELETE", "/ollama/api/delete", "Cookie: token=" + gate.admin().token(), "Origin: http://evil.test"));
        assertThat(gate.ollama().requests()).isEmpty();
    }

    @Test
    void looksAreFree() throws IOException {
        assertThat(site.get(Site.ME, cookie, "Sec-Fetch-Site: cross-site").status())
                .isEqualTo(200);
    }

    @Test
    void headerWithTheTokenIsNobodysButTheCallers() throws IOException {
        assertThat(site.post(CHANGE, PROFILE, person.bearer(), "Origin: http://evil.test")
                        .status())
                .isEqualTo(200);
    }

    /** By GET too, as old scripts do it, and where the browser keeps the cookie to itself. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void nobodyIsSignedOutByAPageElsewhere(String method) throws IOException {
        String token = Site.token(site.signIn(person.email(), person.password()));
        String sent = "Cookie: token=" + token;
        for (String from : List.of("Sec-Fetch-Site: cross-site", "Origin: http://evil.test", "X: who knows")) {
            assertRefused(site.send(method, SIGN_OUT, sent, from));
        }
        RawAnswer without = site.send(method, SIGN_OUT, "Sec-Fetch-Site: cross-site");
        assertRefused(without);
        assertThat(without.header("Set-Cookie")).isEmpty();
        assertThat(site.me(token).status()).isEqualTo(200);

        RawAnswer own = site.send(method, SIGN_OUT, sent, "Sec-Fetch-Site: same-origin");
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.header("Set-Cookie")).isPresent();
        assertThat(site.me(token).status()).isEqualTo(401);
    }

    private static void assertRefused(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(403);
        assertThat(answer.text()).contains("Authorization: Bearer");
    }
}
