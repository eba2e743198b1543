package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told about pages of other origins. */
@Timeout(180)
final class CorsIT {
    private static final String PAGE = "https://chat.example.org";
    private static final String FROM_PAGE = "Origin: " + PAGE;
    private static final String FROM_EVIL = "Origin: https://evil.test";
    private static final String WANTS_POST = "Access-Control-Request-Method: POST";
    private static final String WANTS_FIELDS = "Access-Control-Request-Headers: authorization,x-stainless-os";
    private static final String ALLOW_ORIGIN = "Access-Control-Allow-Origin";
    private static final String ALLOW_CREDENTIALS = "Access-Control-Allow-Credentials";
    private static final String PROFILE = "{\"name\":\"Ada\",\"profile_image_url\":\"/user.png\"}";
    private static final String UPDATE = "/api/v1/auths/update/profile";

    private final Gate gate = Gate.open();

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auths/signin", "/ollama/api/chat", "/ollama/v1/chat/completions"})
    void nobodyMayUnlessTheOperatorSaysSo(String path) throws IOException {
        Site site = Site.of(gate);
        RawAnswer preflight = site.send("OPTIONS", path, FROM_PAGE, WANTS_POST);

        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.text()).contains("corral.cors-origins");
        assertClosed(preflight);
        assertClosed(site.get("/ollama/api/tags", gate.user().bearer(), FROM_PAGE));
    }

    @Test
    @Tag("once")
    void namedOriginsMayAndNoOthers() throws Exception {
        OwnGate own = OwnGate.shared();
        Site site = own.site();
        String token = own.admin().token();

        preflightIsAnswered(site);
        answersCanBeRead(site, token);
        othersAreLeftOut(site, token);
        namedPageMayUseTheCookie(site, token);
    }

    private static void preflightIsAnswered(Site site) throws IOException {
        for (String path : new String[] {"/api/v1/auths/signin", "/ollama/api/chat", "/ollama/v1/messages"}) {
            RawAnswer answer = site.send("OPTIONS", path, FROM_PAGE, WANTS_POST, WANTS_FIELDS);
            assertThat(answer.status()).as(path).isEqualTo(204);
            assertThat(answer.header(ALLOW_ORIGIN)).contains(PAGE);
            assertThat(answer.header(ALLOW_CREDENTIALS)).contains("true");
            assertThat(answer.header("Access-Control-Allow-Methods").orElse("")).contains("POST", "DELETE");
            assertThat(answer.header("Access-Control-Allow-Headers")).contains("authorization,x-stainless-os");
            assertThat(answer.header("Access-Control-Max-Age")).contains("7200");
            assertThat(answer.header("Vary").orElse("")).contains("Origin");
        }
    }

    /** A refusal, too: else the page could not say why. */
    private static void answersCanBeRead(Site site, String token) throws IOException {
        String bearer = "Authorization: Bearer " + token;
        for (RawAnswer answer : new RawAnswer[] {
            site.get("/ollama/api/tags", bearer, FROM_PAGE),
            site.get("/ollama/api/tags", FROM_PAGE),
            site.get("/api/auths/signin", FROM_PAGE),
            site.get("/nowhere", FROM_PAGE),
            site.post("/api/v1/auths/signin", "{", FROM_PAGE),
            site.post("/ollama/api/chat", "{\"model\":\"llama3.2\",\"messages\":[]}", bearer, FROM_PAGE)
        }) {
            assertThat(answer.header(ALLOW_ORIGIN)).as(answer::text).contains(PAGE);
            assertThat(answer.header(ALLOW_CREDENTIALS)).contains("true");
            assertThat(answer.header("Access-Control-Expose-Headers").orElse(""))
                    .contains("X-Request-Id", "Corral-Cut");
        }
    }

    private static void othersAreLeftOut(Site site, String token) throws IOException {
        String bearer = "Authorization: Bearer " + token;
        for (String origin : new String[] {
            FROM_EVIL, "Origin: null", "Origin: *", "Origin: " + PAGE + ".evil.test", "Origin: " + PAGE + "/"
        }) {
            RawAnswer preflight = site.send("OPTIONS", "/ollama/api/chat", origin, WANTS_POST, WANTS_FIELDS);
            assertThat(preflight.status()).as(origin).isEqualTo(403);
            assertClosed(preflight);
            RawAnswer answer = site.get("/ollama/api/tags", bearer, origin);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Vary").orElse("")).contains("Origin");
            assertClosed(answer);
        }
        assertClosed(site.get("/ollama/api/tags", bearer, FROM_PAGE, FROM_EVIL));
    }

    private static void namedPageMayUseTheCookie(Site site, String token) throws IOException {
        String cookie = "Cookie: token=" + token;
        String sameSite = "Sec-Fetch-Site: same-site";
        assertThat(site.post(UPDATE, PROFILE, cookie, sameSite, FROM_PAGE).status())
                .isEqualTo(200);
        assertThat(site.post(UPDATE, PROFILE, cookie, sameSite, FROM_EVIL).status())
                .isEqualTo(403);
    }

    @Test
    @Tag("once")
    void starIsForAllButNeverWithCredentials() throws Exception {
        try (OwnGate own = OwnGate.start(with -> with.environment("CORS_ALLOW_ORIGIN", "*"))) {
            Site site = own.site();
            String token = own.admin().token();
            RawAnswer preflight = site.send("OPTIONS", "/ollama/api/chat", FROM_PAGE, WANTS_POST, WANTS_FIELDS);
            RawAnswer answer = site.get("/ollama/api/tags", "Authorization: Bearer " + token, FROM_PAGE);

            assertThat(preflight.status()).isEqualTo(204);
            for (RawAnswer each : new RawAnswer[] {preflight, answer}) {
                assertThat(each.header(ALLOW_ORIGIN)).contains("*");
                assertThat(each.header(ALLOW_CREDENTIALS)).isEmpty();
            }
            assertThat(site.post(UPDATE, PROFILE, "Cookie: token=" + token, FROM_PAGE)
                            .status())
                    .isEqualTo(403);
        }
    }

    private static void assertClosed(RawAnswer answer) {
        assertThat(answer.header(ALLOW_ORIGIN)).isEmpty();
        assertThat(answer.header(ALLOW_CREDENTIALS)).isEmpty();
    }
}
