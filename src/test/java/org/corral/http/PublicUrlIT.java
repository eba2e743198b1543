package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Behind a proxy that has Corral at another path, takes TLS away, and is trusted. */
@Tag("once")
@Timeout(180)
final class PublicUrlIT {
    private static final String PAGE = "Origin: https://example.org";
    private static final String BY_TLS = "X-Forwarded-Proto: https";
    private static final String PROFILE = "{\"name\":\"Ada\",\"profile_image_url\":\"/user.png\"}";
    private static final String UPDATE = "/api/v1/auths/update/profile";

    @AutoClose
    private static OwnGate gate;

    private static Site site;

    @BeforeAll
    static void start() {
        gate = OwnGate.start(with -> with.path("/corral")
                .manyPasswords()
                .contextParam("corral.public-url", "https://example.org/ai")
                .contextParam("corral.trusted-proxies", "127.0.0.1")
                .contextParam("corral.cors-origins", "moz-extension://*"));
        site = gate.site();
    }

    private static RawAnswer signIn(String... lines) throws IOException {
        return site.post(
                Site.SIGN_IN,
                Gate.credentials(gate.admin().email(), gate.admin().password()),
                lines);
    }

    private static List<String> cookies(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return answer.head().headers("Set-Cookie");
    }

    @Test
    void cookieHasThePathThatTheBrowserSees() throws Exception {
        List<String> set = cookies(signIn(PAGE));

        assertThat(set).anySatisfy(line -> assertThat(line)
                .startsWith("__Secure-token=")
                .contains("Path=/ai;", "Secure", "HttpOnly", "SameSite=Lax"));
        assertThat(set)
                .anySatisfy(
                        line -> assertThat(line).startsWith("corral-device=").contains("Path=/ai/api/v1/auths"));
    }

    @Test
    void cookieComesBackAndIsTakenAway() throws Exception {
        String token = Site.token(signIn(PAGE, BY_TLS));
        String cookie = "Cookie: token=aa.bb.cc; __Secure-token=" + token;

        assertThat(site.get(Site.ME, cookie).status()).isEqualTo(200);
        assertThat(site.post(UPDATE, PROFILE, cookie, PAGE).status()).isEqualTo(200);
        assertThat(site.post(UPDATE, PROFILE, cookie, "Origin: http://example.org")
                        .status())
                .isEqualTo(403);
        List<String> gone = cookies(site.send("POST", "/api/v1/auths/signout", cookie, PAGE));
        assertThat(gone)
                .anySatisfy(line -> assertThat(line).startsWith("token=;").contains("Path=/ai"));
        assertThat(gone)
                .anySatisfy(
                        line -> assertThat(line).startsWith("__Secure-token=;").contains("Path=/ai", "Secure"));
        assertThat(site.me(token).status()).isEqualTo(401);
    }

    @Test
    void trustedProxySaysWhetherThereIsTls() throws Exception {
        assertThat(cookies(signIn("X-Forwarded-Proto: http"))).anySatisfy(line -> assertThat(line)
                .startsWith("token=")
                .contains("Path=/ai")
                .doesNotContain("Secure"));
        assertThat(cookies(signIn("Forwarded: for=198.51.100.7;proto=http")))
                .anySatisfy(line -> assertThat(line).startsWith("token=").doesNotContain("Secure"));
        assertThat(cookies(signIn("X-Forwarded-Proto: nonsense")))
                .anySatisfy(line -> assertThat(line).startsWith("__Secure-token="));
    }

    @Test
    void whoComesPastTheProxyGetsInAsWell() throws Exception {
        // The test client names the host 127.0.0.1 without a port.
        assertThat(cookies(signIn("Origin: http://127.0.0.1")))
                .anySatisfy(line -> assertThat(line).startsWith("token=").contains("Path=/corral;"));
    }

    @Test
    void hintsNameThePathThatTheCallerCanUse() throws Exception {
        for (RawAnswer answer : new RawAnswer[] {
            site.get("/ollama/api/tags"),
            site.get(
                    "/api/v1/auths/nothing",
                    "Authorization: Bearer " + gate.admin().token()),
            site.get(
                    "/ollama/api/nothing",
                    "Authorization: Bearer " + gate.admin().token()),
            site.get("/api/auths/signin"),
            site.get("/nowhere")
        }) {
            assertThat(answer.status()).as(answer::text).isIn(401, 403, 404);
            assertThat(answer.text()).doesNotContain("/corral/");
        }
        assertThat(site.get("/ollama/api/tags").text()).contains("POST /ai/api/v1/auths/signin");
        assertThat(site.get("/ollama/api/tags", "Authorization: Bearer sk-" + "0".repeat(43))
                        .text())
                .contains("POST /ai/api/v1/auths/api_keys");
        assertThat(site.signUp("Eve", "eve@example.org", Site.PASSWORD).text()).contains("POST /ai/api/v1/auths/add");
    }

    /** Each installation of an extension has an origin of its own. Any may come, and none has the cookie to use. */
    @Test
    void wholeSchemeMayReadButNeverWithTheCookie() throws Exception {
        String extension = "Origin: moz-extension://3f1c6f0e-5b1a-4d53-9a63-0f9a2b6f7d11";
        RawAnswer preflight =
                site.send("OPTIONS", "/ollama/api/chat", extension, "Access-Control-Request-Method: POST");
        String token = gate.admin().token();
        RawAnswer answer = site.get("/ollama/api/tags", "Authorization: Bearer " + token, extension);

        assertThat(preflight.status()).isEqualTo(204);
        for (RawAnswer each : new RawAnswer[] {preflight, answer}) {
            assertThat(each.header("Access-Control-Allow-Origin")).contains(extension.substring(8));
            assertThat(each.header("Access-Control-Allow-Credentials")).isEmpty();
            assertThat(each.header("Vary").orElse("")).contains("Origin");
        }
        assertThat(site.post(UPDATE, PROFILE, "Cookie: token=" + token, extension)
                        .status())
                .isEqualTo(403);
        for (String other : List.of("Origin: chrome-extension://abc", "Origin: moz-extension://*", PAGE)) {
            assertThat(site.get("/ollama/api/tags", other).header("Access-Control-Allow-Origin"))
                    .isEmpty();
        }
    }
}
