package org.corral.elsewhere;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code corral-access.jar} in a second WAR on the server of Corral: the tokens of the one are good in the other. */
@Tag("tomcat")
final class FilterElsewhereIT {
    @TempDir
    Path folder;

    @Test
    void otherApplicationTakesCorralsTokens() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .path("/corral")
                .withManager()
                .environment("CORRAL_KEY_PUBLISH_AHEAD", "0s")
                .start()) {
            Site corral = Site.of(tomcat);
            String keys = tomcat.uri("/.well-known/jwks.json").toString();
            Path war = OtherWar.write(
                    folder.resolve("other.war"), Map.of("issuer", "corral", "audience", "corral", "jwksUri", keys));
            assertThat(tomcat.manager("deploy?path=/other&war=" + war.toUri())).startsWith("OK");
            Site other = new Site(tomcat.port(), "/other");
            RawAnswer signUp = corral.signUp("Ada", "ada@corral.test", Site.PASSWORD);
            String admin = bearer(Site.token(signUp));
            String user = bearer(add(corral, admin));

            rolesDecide(other, admin, user, Gate.json(signUp).path("id").asString());
            forgedTokensAreRefused(other, admin);
            cookiesOfOthersKeepNobodyOut(other, admin);
            preflightIsAnsweredBefore(other, admin);
            newKeysAreFetched(corral, other, admin);
            issuerMayBeAway(tomcat, other, admin);

            assertThat(tomcat.manager("undeploy?path=/other")).startsWith("OK");
            assertThat(tomcat.log()).doesNotContain("memory leak", "SEVERE");
        }
    }

    private static void rolesDecide(Site other, String admin, String user, String adminId) throws Exception {
        assertThat(other.get("/open").text()).startsWith("null ");
        assertThat(other.get("/reports", admin).text()).isEqualTo(adminId + " user=true admin=true");
        assertThat(other.get("/reports", user).text()).endsWith(" user=true admin=false");
        assertThat(other.get("/me", user).status()).isEqualTo(200);
        assertThat(other.get("/admin/x", admin).status()).isEqualTo(200);
        assertThat(other.get("/admin/x", user).status()).isEqualTo(403);
        assertThat(other.get("/staff", admin).status()).isEqualTo(403);
        assertThat(other.get("/elsewhere", admin).status()).isEqualTo(403);
        RawAnswer nobody = other.get("/reports");
        assertThat(nobody.status()).isEqualTo(401);
        assertThat(nobody.header("WWW-Authenticate")).contains("Bearer realm=\"corral\"");
        assertThat(Site.text(nobody, "detail")).contains("Authorization: Bearer");
    }

    private static void forgedTokensAreRefused(Site other, String token) throws Exception {
        for (String forged : new String[] {token + "x", token.substring(0, token.lastIndexOf('.') + 1), bearer("x")}) {
            RawAnswer answer = other.get("/reports", forged);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).contains("Bearer realm=\"corral\", error=\"invalid_token\"");
        }
    }

    private static void newKeysAreFetched(Site corral, Site other, String admin) throws Exception {
        assertThat(corral.send("POST", "/api/v1/admin/keys/rotate", "Content-Length: 0", admin)
                        .status())
                .isEqualTo(200);
        String fresh = bearer(Site.token(corral.signIn("ada@corral.test", Site.PASSWORD)));
        long start = System.nanoTime();
        RawAnswer answer = other.get("/reports", fresh);
        while (answer.status() != 200) {
            // The floor between two fetches.
            assertThat(System.nanoTime() - start).isLessThan(Gate.SOON.toNanos());
            Thread.sleep(200);
            answer = other.get("/reports", fresh);
        }
        assertThat(other.get("/reports", admin).status()).isEqualTo(200);
    }

    private static void cookiesOfOthersKeepNobodyOut(Site other, String admin) throws Exception {
        assertThat(other.get("/reports", admin, "Cookie: token=eyJh.eyJp.c2ln").status())
                .isEqualTo(200);
        assertThat(other.get("/reports", "Cookie: token=x; token=" + admin.substring(22))
                        .status())
                .isEqualTo(200);
        String cookie = "Cookie: token=" + admin.substring(22);
        assertThat(other.send("POST", "/reports", cookie, "Origin: http://127.0.0.1")
                        .status())
                .isEqualTo(200);
        assertThat(other.send("POST", "/reports", cookie, "Origin: http://evil.test")
                        .status())
                .isEqualTo(403);
    }

    private static void preflightIsAnsweredBefore(Site other, String admin) throws Exception {
        String page = "Origin: https://app.test";
        RawAnswer preflight = other.send(
                "OPTIONS",
                "/reports",
                page,
                "Access-Control-Request-Method: GET",
                "Access-Control-Request-Headers: authorization");
        assertThat(preflight.status()).as(preflight::text).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).contains("https://app.test");
        assertThat(other.get("/reports", admin, page).header("Access-Control-Allow-Origin"))
                .contains("https://app.test");
        assertThat(other.get("/reports", page).status()).isEqualTo(401);
    }

    private static void issuerMayBeAway(TomcatProcess tomcat, Site other, String admin) throws Exception {
        assertThat(tomcat.manager("stop?path=/corral")).startsWith("OK");
        assertThat(other.get("/reports", admin).status()).isEqualTo(200);
        assertThat(other.get("/reports", bearer("x")).status()).isEqualTo(401);
    }

    private static String add(Site corral, String admin) throws Exception {
        return Site.token(corral.post(
                "/api/v1/auths/add",
                Map.of("name", "Bob", "email", "bob@corral.test", "password", Secrets.fresh(), "role", "user"),
                admin));
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }
}
