package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code corral.auth=off}: the machine itself needs no sign-in, and nobody else gets in. */
@Tag("once")
final class AuthOffIT {
    private final OwnGate gate = OwnGate.shared(with -> with.contextParam("corral.auth", "off"));
    private final Site site = gate.site();

    @Test
    void nobodySignsInAndAnyPasswordIsRight() throws Exception {
        RawAnswer me = site.get(Site.ME);
        RawAnswer signIn = site.signIn("whoever@corral.test", Secrets.fresh());

        assertThat(Site.text(me, "role")).isEqualTo("admin");
        assertThat(Site.text(me, "email")).isEqualTo("admin@localhost");
        assertThat(Site.text(signIn, "id")).isEqualTo(Site.text(me, "id"));
        assertThat(site.get("/api/v1/users/", "Authorization: Bearer whatever").status())
                .isEqualTo(200);
        assertThat(site.send("POST", "/api/v1/auths/signout").status()).isEqualTo(200);
        assertThat(site.get("/ollama/api/version").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "X-Real-IP: ::1", "Via: 1.1 x"})
    void whatCameThroughAProxyIsFromElsewhere(String line) throws Exception {
        for (RawAnswer answer : new RawAnswer[] {
            site.get("/ollama/api/version", line),
            site.post(Site.SIGN_IN, Gate.credentials("a@corral.test", Secrets.fresh()), line)
        }) {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).isPresent();
            assertThat(Site.text(answer, "detail")).contains("corral.auth is off", "proxy");
        }
    }

    /** As Tomcat's guides have it: by default the valve takes whole private networks for proxies, and leaves no trace. */
    @Test
    void addressThatAValveHasMadeUpOpensNothing() throws Exception {
        try (TomcatProcess behind = TomcatProcess.setup()
                .contextParam("corral.auth", "off")
                .contextElement("<Valve className=\"org.apache.catalina.valves.RemoteIpValve\"/>")
                .start()) {
            RawAnswer answer = Site.of(behind).get("/api/v1/users/", "X-Forwarded-For: 127.0.0.1, 10.1.2.3");
            assertThat(answer.status()).isEqualTo(401);
            assertThat(Site.text(answer, "detail")).contains("corral.auth is off", "valve");
        }
    }

    @Test
    void pageElsewhereCanNotActByTheBrowserOfWhoIsHere() throws Exception {
        String rebound = RawClient.request("GET", "/ollama/api/tags").replace("127.0.0.1", "evil.example");
        assertThat(gate.exchange(rebound).status()).isEqualTo(401);
        assertThat(site.send("POST", "/ollama/api/pull", "Origin: https://evil.example")
                        .status())
                .isEqualTo(403);
        assertThat(site.send("DELETE", "/ollama/api/delete", "Sec-Fetch-Site: cross-site")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void pageAndLogSayThatItIsOff() throws Exception {
        assertThat(Site.text(site.get("/api/v1/auths/welcome"), "sign_in")).isEqualTo("false");
        assertThat(site.get("/").text()).contains("Corral is running");
        assertThat(gate.tomcat().log()).contains("corral.auth is off");
    }

    @Test
    void whatAnybodyHereCouldGetIsGoodNoMoreOncePeopleSignInAndThereIsNoWayBack(@TempDir Path folder) throws Exception {
        String token;
        String key;
        try (TomcatProcess off = TomcatProcess.setup()
                .dataDir(folder)
                .contextParam("corral.auth", "off")
                .start()) {
            Site here = Site.of(off);
            token = Site.token(here.signIn("whoever@corral.test", Secrets.fresh()));
            key = Site.text(here.post("/api/v1/auths/api_keys", "{\"name\":\"editor\"}"), "api_key");
            assertThat(here.signUp("Owner", "owner@corral.test", Site.PASSWORD).status())
                    .isEqualTo(403);
        }
        try (TomcatProcess on = TomcatProcess.setup().dataDir(folder).start()) {
            Site here = Site.of(on);
            assertThat(on.log()).contains("admin@localhost is left");
            assertThat(here.me(token).status()).isEqualTo(401);
            assertThat(here.me(key).status()).isEqualTo(200);

            RawAnswer owner = here.signUp("Owner", "owner@corral.test", Site.PASSWORD);
            assertThat(Site.text(owner, "role")).isEqualTo("admin");
            assertThat(here.signUp("Late", "late@corral.test", Site.PASSWORD).status())
                    .isEqualTo(403);
            String admin = "Authorization: Bearer " + Site.token(owner);
            assertThat(Site.text(here.get("/api/v1/auths/admin/details", admin), "email"))
                    .isEqualTo("owner@corral.test");
            String left = Site.text(here.me(key), "id");
            assertThat(here.send("DELETE", "/api/v1/users/" + left, admin).status())
                    .isEqualTo(200);
            assertThat(here.me(key).status()).isEqualTo(401);
        }
        othersHaveAccountsSoItDoesNotStart(folder);
    }

    private static void othersHaveAccountsSoItDoesNotStart(Path folder) throws Exception {
        try (TomcatProcess off = TomcatProcess.setup()
                .dataDir(folder)
                .contextParam("corral.auth", "off")
                .startAnyway()) {
            assertThat(off.deployed()).isFalse();
            assertThat(off.log()).contains("people have accounts here", "off-with-accounts");
        }
    }
}
