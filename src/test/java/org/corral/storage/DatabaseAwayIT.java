package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.wire.RawAnswer;
import org.h2.tools.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes away while people work, and comes back. */
@Tag("once")
final class DatabaseAwayIT {
    private static final String EMAIL = "ada@corral.test";

    @TempDir
    Path folder;

    private Server database(int port) throws Exception {
        return Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists", "-baseDir", folder.toString())
                .start();
    }

    @Test
    void everybodyIsToldToComeAgainAndNobodyIsSignedOut() throws Exception {
        Server h2 = database(0);
        int port = h2.getPort();
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .environment("CORRAL_JDBC_URL", "jdbc:h2:tcp://127.0.0.1:" + port + "/./shared")
                .environment("CORRAL_JDBC_USER", "sa")
                .environment("CORRAL_JDBC_PASSWORD", Secrets.fresh())
                .environment("CORRAL_JDBC_CONNECT_TIMEOUT", "250ms")
                .environment("CORRAL_ACCOUNT_CACHE", "0s")
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
            long end = System.nanoTime() + Gate.SOON.toNanos();
            while (site.get(Site.ME, bearer).status() != 200) {
                assertThat(System.nanoTime())
                        .as(() -> "it is there again:" + tomcat.log())
                        .isLessThan(end);
                LockSupport.parkNanos(50_000_000);
            }
            assertThat(site.get(Site.ME, another).status()).isEqualTo(200);
        } finally {
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
