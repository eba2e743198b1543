package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.h2.tools.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away while people work, and comes back. */
@Tag("once")
final class DatabaseAwayIT {
    private static final String PASSWORD = Secrets.fresh();
    private static final String VERSION = "/ollama/api/version";
    private static final String EMAIL = "ada@corral.test";

    @TempDir
    Path folder;

    private Server database(int port) throws Exception {
        return Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists", "-baseDir", folder.toString())
                .start();
    }

    private static TomcatSetup node(int port) {
        return TomcatProcess.setup()
                .environment("CORRAL_JDBC_URL", "jdbc:h2:tcp://127.0.0.1:" + port + "/./shared")
                .environment("CORRAL_JDBC_USER", "sa")
                .environment("CORRAL_JDBC_PASSWORD", PASSWORD)
                .environment("CORRAL_ACCOUNT_CACHE", "0s");
    }

    private static void await(TomcatProcess tomcat, Site site, int status, String bearer) throws IOException {
        long end = System.nanoTime() + Gate.SOON.toNanos();
        while (site.get(Site.ME, bearer).status() != status) {
            assertThat(System.nanoTime())
                    .as(() -> "it is there again:" + tomcat.log())
                    .isLessThan(end);
            LockSupport.parkNanos(50_000_000);
        }
    }

    @Test
    void withoutAGraceEverybodyIsToldToComeAgainAndNobodyIsSignedOut() throws Exception {
        Server h2 = database(0);
        int port = h2.getPort();
        try (TomcatProcess tomcat = node(port)
                .environment("CORRAL_JDBC_CONNECT_TIMEOUT", "250ms")
                .environment("CORRAL_OUTAGE_GRACE", "0s")
                .start()) {
            Site site = Site.of(tomcat);
            String bearer = "Authorization: Bearer " + Site.token(site.signUp("Ada", EMAIL, Site.PASSWORD));
            String another = "Authorization: Bearer " + Site.token(site.signIn(EMAIL, Site.PASSWORD));
            assertThat(site.get(Site.ME, bearer).status()).isEqualTo(200);

            h2.stop();
            for (RawAnswer answer : answers(site, bearer, another)) {
                assertThat(answer.status()).as(answer::text).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isPresent();
                assertThat(answer.text()).contains("database").doesNotContain("Exception", "h2");
                tomcat.awaitLog(answer.header("X-Request-Id").orElseThrow());
            }
            assertThat(site.get("/.well-known/jwks.json").status()).isEqualTo(200);

            h2 = database(port);
            await(tomcat, site, 200, bearer);
            assertThat(site.get(Site.ME, another).status()).isEqualTo(200);
        } finally {
            h2.stop();
        }
    }

    /** With a time to wait for a connection that is longer than a test, so that somebody who waited for one would be noticed. */
    @Test
    @Timeout(300)
    void whoWasLetInBeforeGoesOnAndNobodyWaitsForAConnection() throws Exception {
        Server h2 = database(0);
        int port = h2.getPort();
        CountDownLatch go = new CountDownLatch(1);
        try (StandInOllama ollama = StandInOllama.start(0);
                TomcatProcess tomcat = node(port)
                        .environment("CORRAL_JDBC_CONNECT_TIMEOUT", "10m")
                        .ollama(ollama.port())
                        .threads(4)
                        .start()) {
            Site site = Site.of(tomcat);
            String bearer = "Authorization: Bearer " + Site.token(site.signUp("Ada", EMAIL, Site.PASSWORD));
            String key =
                    "Authorization: Bearer " + Site.text(site.post("/api/v1/auths/api_key", "", bearer), "api_key");
            // The account of somebody else: this node forgets what it knows of an account whose rights have changed.
            String bob = "Authorization: Bearer "
                    + Site.token(site.post(
                            "/api/v1/auths/add",
                            Map.of(
                                    "name",
                                    "Bob",
                                    "email",
                                    "bob@corral.test",
                                    "password",
                                    Site.PASSWORD,
                                    "role",
                                    "user"),
                            bearer));
            for (String credential : List.of(bearer, key, bob)) {
                assertThat(site.get(VERSION, credential).status()).isEqualTo(200);
            }
            site.post("/api/v1/auths/signout", "", bob);

            ollama.next("POST /api/chat", Behaviour.holdAfter(1, go));
            Chat chat = Chat.ndjson("N", 3);
            try (RawClient stream =
                    RawClient.connect(site.port()).send(RawClient.post(chat.path(), chat.body(), bearer))) {
                stream.readHead(Gate.SOON);
                stream.next(Gate.SOON);
                h2.stop();
                tomcat.awaitLog("The database can't be reached");

                // More than the server has threads.
                for (int i = 0; i < 10; i++) {
                    RawAnswer signIn = site.signIn(EMAIL, Site.PASSWORD);
                    assertThat(signIn.status()).isEqualTo(503);
                    assertThat(signIn.header("Retry-After")).contains("5");
                    assertThat(site.get(VERSION, bearer).status()).isEqualTo(200);
                    assertThat(site.get(VERSION, key).status()).isEqualTo(200);
                    assertThat(site.get(VERSION, bob).status()).isEqualTo(401);
                }
                go.countDown();
                stream.skipRest(Gate.SOON);
                assertThat(stream.ending()).isEqualTo(Ending.CLEAN);
            }

            h2 = database(port);
            tomcat.awaitLog("The database is back");
            assertThat(site.signIn(EMAIL, Site.PASSWORD).status()).isEqualTo(200);
            assertThat(site.get(VERSION, bob).status()).isEqualTo(401);
        } finally {
            go.countDown();
            h2.stop();
        }
    }

    /** @param another a token that has not been shown yet */
    private static List<RawAnswer> answers(Site site, String bearer, String another) throws IOException {
        return List.of(
                site.get(Site.ME, bearer),
                site.get(Site.ME, another),
                site.get("/ollama/api/version", bearer),
                site.get("/ollama/api/version", "x-api-key: sk-" + "0".repeat(48)),
                site.get("/api/v1/users/", bearer),
                site.post("/api/v1/auths/signout", "", bearer),
                site.signIn(EMAIL, Site.PASSWORD),
                site.post(Site.SIGN_UP, Map.of("name", "B", "email", "b@corral.test", "password", Secrets.fresh())));
    }
}
