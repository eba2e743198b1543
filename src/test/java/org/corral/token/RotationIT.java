package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Signing keys change while people work. */
@Tag("once")
final class RotationIT {
    private static final String EMAIL = "ada@corral.test";
    private static final String KEYS = "/api/v1/admin/keys/";
    private static final String ROTATE = "/api/v1/admin/keys/rotate";
    private static final Duration AHEAD = Duration.ofSeconds(5);

    @TempDir
    Path data;

    /** A node of the installation whose database lies in this folder. */
    private TomcatSetup node() {
        return TomcatProcess.setup()
                .environment("CORRAL_JDBC_URL", "jdbc:h2:file:" + data.resolve("shared") + ";AUTO_SERVER=TRUE")
                .environment("CORRAL_JDBC_USER", "sa")
                .environment("CORRAL_KEY_PUBLISH_AHEAD", AHEAD.toSeconds() + "s");
    }

    @Test
    void allNodesChangeTheKeyAndNobodyIsThrownOut() throws Exception {
        try (TomcatProcess first = node().start();
                TomcatProcess second = node().start()) {
            Site here = Site.of(first);
            Site there = Site.of(second);
            String old = Site.token(here.signUp("Ada", EMAIL, Site.PASSWORD));
            assertThat(published(there)).containsExactly(kid(old));

            RawAnswer answer = rotate(here, old);
            assertThat(answer.status()).as(answer::text).isEqualTo(200);
            String next = Site.text(answer, "kid");
            assertThat(Site.text(answer, "state")).isEqualTo("next");
            assertThat(published(here)).containsExactly(kid(old), next);
            await(() -> published(there).equals(List.of(kid(old), next)));
            long signsFrom = Gate.json(answer).path("signs_from").asLong();
            changesOver(here, there, kid(old), next, signsFrom);
            for (Site site : List.of(here, there)) {
                assertThat(site.me(old).status()).isEqualTo(200);
                assertThat(site.me(token(here)).status()).isEqualTo(200);
            }
            assertThat(states(there, old)).isEqualTo("former active");
            assertThat(first.log()).contains("The signing key " + next + " is published");
        }
    }

    /** In the same second on both, whatever time the machine takes for a sign-in. */
    private static void changesOver(Site here, Site there, String former, String next, long signsFrom)
            throws Exception {
        for (Site site : List.of(here, there)) {
            await(() -> {
                String token = token(site);
                long issuedAt = claims(token).path("iat").asLong();
                // The time in the token is looked at a moment before the key is.
                if (issuedAt > signsFrom || issuedAt < signsFrom - 1) {
                    assertThat(kid(token)).isEqualTo(issuedAt > signsFrom ? next : former);
                }
                return kid(token).equals(next);
            });
        }
    }

    @Test
    void scheduleChangesTheKeyAndTheFormerOneGoes() throws Exception {
        String former;
        try (TomcatProcess tomcat =
                node().environment("CORRAL_TOKEN_LIFETIME", "1s").start()) {
            former = kid(Site.token(Site.of(tomcat).signUp("Ada", EMAIL, Site.PASSWORD)));
        }
        makeKeyOld();
        try (TomcatProcess tomcat = node().environment("CORRAL_TOKEN_LIFETIME", "1s")
                .environment("CORRAL_KEY_ROTATION", "1h")
                .start()) {
            Site site = Site.of(tomcat);
            await(() -> published(site).size() == 2);
            assertThat(published(site).get(0)).isEqualTo(former);
            await(() -> !published(site).contains(former));
            assertThat(published(site)).containsExactly(signedBy(site));
        }
    }

    @Test
    void onlyAnAdminAsksForAnotherKey() throws Exception {
        Gate gate = Gate.open();
        Site site = Site.of(gate);
        for (String path : List.of(KEYS, ROTATE)) {
            String method = path.equals(KEYS) ? "GET" : "POST";
            assertThat(site.send(method, path, "Content-Length: 0").status()).isEqualTo(401);
            assertThat(site.send(method, path, "Content-Length: 0", gate.user().bearer())
                            .status())
                    .isEqualTo(403);
        }
        assertThat(site.get(ROTATE, gate.admin().bearer()).status()).isEqualTo(405);
        assertThat(site.get(KEYS + "other", gate.admin().bearer()).status()).isEqualTo(404);
        assertThat(states(site, gate.admin().token())).contains("active");
    }

    @Test
    void newSecretTakesOverTheKeysOfTheFormerOne() throws Exception {
        String former = Secrets.fresh();
        String secret = Secrets.fresh();
        String token;
        try (TomcatProcess tomcat = node().environment("CORRAL_SECRET", former).start()) {
            token = Site.token(Site.of(tomcat).signUp("Ada", EMAIL, Site.PASSWORD));
        }
        try (TomcatProcess tomcat = node().environment("CORRAL_SECRET", secret)
                .environment("CORRAL_FORMER_SECRET", former)
                .start()) {
            assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
            assertThat(tomcat.log()).doesNotContain(former, secret);
        }
        try (TomcatProcess tomcat = node().environment("CORRAL_SECRET", secret).start()) {
            assertThat(Site.of(tomcat).me(token).status()).isEqualTo(200);
        }
    }

    private static RawAnswer rotate(Site site, String admin) throws IOException {
        return site.send("POST", ROTATE, "Content-Length: 0", "Authorization: Bearer " + admin);
    }

    private static String states(Site site, String admin) throws IOException {
        return String.join(
                " ",
                Gate.json(site.get(KEYS, "Authorization: Bearer " + admin))
                        .path("keys")
                        .valueStream()
                        .map(key -> key.path("state").asString())
                        .toList());
    }

    private static List<String> published(Site site) throws IOException {
        JsonNode keys = Gate.json(site.get("/.well-known/jwks.json")).path("keys");
        return keys.valueStream().map(key -> key.path("kid").asString()).toList();
    }

    private static String token(Site site) throws IOException {
        return Site.token(site.signIn(EMAIL, Site.PASSWORD));
    }

    private static String signedBy(Site site) throws IOException {
        return kid(token(site));
    }

    private static String kid(String token) {
        return part(token, 0).path("kid").asString();
    }

    private static JsonNode claims(String token) {
        return part(token, 1);
    }

    private static JsonNode part(String token, int number) {
        byte[] json = Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]);
        return Gate.json(new String(json, StandardCharsets.UTF_8));
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void makeKeyOld() throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:h2:file:" + data.resolve("shared") + ";IFEXISTS=TRUE", "sa", "");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE corral_signing_key SET signs_from = 1");
        }
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(Condition condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.holds()) {
            assertThat(since(start)).isLessThan(SOON.multipliedBy(2));
            Thread.sleep(100);
        }
    }
}
