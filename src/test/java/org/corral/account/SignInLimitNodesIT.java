package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.server.TomcatSetup;
import org.h2.tools.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Guesses are counted by the database: for all nodes, and over a restart. */
@Tag("once")
@Timeout(300)
final class SignInLimitNodesIT {
    private static final String OWNER = "owner@corral.test";

    @TempDir
    Path folder;

    @Test
    void guessesCountOnAllNodesAndOverARestart() throws Exception {
        Server h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        TomcatSetup node = TomcatProcess.setup()
                .environment("CORRAL_JDBC_URL", "jdbc:h2:tcp://127.0.0.1:" + h2.getPort() + "/./shared")
                .environment("CORRAL_JDBC_USER", "sa")
                .environment("CORRAL_JDBC_PASSWORD", Secrets.fresh())
                .environment("CORRAL_SIGNIN_TRIES", "4")
                .environment("CORRAL_SIGNIN_WINDOW", "1h");
        try (TomcatProcess second = node.start()) {
            Site there = Site.of(second);
            try (TomcatProcess first = node.start()) {
                Site here = Site.of(first);
                assertThat(here.signUp("Owner", OWNER, Site.PASSWORD).status()).isEqualTo(200);
                // Whatever a stranger says of themselves: no proxy is trusted, so all come from one address.
                assertThat(status(here, Secrets.fresh(), "198.51.100.1")).isEqualTo(400);
                assertThat(status(there, Secrets.fresh(), "198.51.100.2")).isEqualTo(400);
                assertThat(status(here, Secrets.fresh(), "198.51.100.3")).isEqualTo(400);
                assertThat(status(there, Secrets.fresh(), "198.51.100.4")).isEqualTo(400);
                assertThat(status(here, Site.PASSWORD, "198.51.100.5")).isEqualTo(429);
                assertThat(status(there, Site.PASSWORD, "198.51.100.6")).isEqualTo(429);
            }
            try (TomcatProcess again = node.start()) {
                assertThat(status(Site.of(again), Site.PASSWORD, "198.51.100.7"))
                        .isEqualTo(429);
            }
        } finally {
            h2.stop();
        }
    }

    private static int status(Site site, String password, String claimed) throws IOException {
        return site.post(
                        Site.SIGN_IN,
                        Gate.credentials(OWNER, password),
                        "X-Forwarded-For: " + claimed,
                        "Forwarded: for=" + claimed)
                .status();
    }
}
