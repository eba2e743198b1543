package org.corral.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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

/** Health at {@code /health}, below a context path, while database and Ollama go away. */
@Tag("once")
final class HealthOnTomcatIT {
    private static final String DOWN = "{\"status\":\"DOWN\",\"checks\":[]}";
    private static final String UP = "{\"status\":\"UP\",\"checks\":[]}";

    @TempDir
    Path folder;

    private Server database(int port) throws Exception {
        return Server.createTcpServer("-tcpPort", Integer.toString(port), "-ifNotExists", "-baseDir", folder.toString())
                .start();
    }

    @Test
    void isReadyWithItsDatabaseAndAliveWithoutAndNeedsNoOllama() throws Exception {
        Server h2 = database(0);
        int port = h2.getPort();
        // Nothing listens at the address of Ollama.
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .path("/corral")
                .environment("CORRAL_JDBC_URL", "jdbc:h2:tcp://127.0.0.1:" + port + "/./shared")
                .environment("CORRAL_JDBC_USER", "sa")
                .environment("CORRAL_JDBC_PASSWORD", Secrets.fresh())
                .environment("CORRAL_JDBC_CONNECT_TIMEOUT", "250ms")
                .environment("CORRAL_OLLAMA_URLS", "http://127.0.0.1:9")
                .start()) {
            Site site = Site.of(tomcat);
            String bearer = "Authorization: Bearer " + Site.token(site.signUp("Ada", "ada@corral.test", Site.PASSWORD));
            await(site, "/health/ready", 200, UP);

            h2.stop();
            await(site, "/health/ready", 503, DOWN);
            await(site, "/api/v1/health", 503, DOWN);
            for (String path : new String[] {"/health/live", "/health/started", "/api/v1/health/live"}) {
                // A credential, which nobody can check now, is not looked at.
                RawAnswer answer = site.get(path, bearer);
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(UP);
            }

            h2 = database(port);
            await(site, "/health/ready", 200, UP);
        } finally {
            h2.stop();
        }
    }

    private static void await(Site site, String path, int status, String body) throws Exception {
        long end = System.nanoTime() + Gate.SOON.toNanos();
        RawAnswer answer = site.get(path);
        while (answer.status() != status) {
            assertThat(System.nanoTime()).as(path + " becomes " + status).isLessThan(end);
            LockSupport.parkNanos(50_000_000);
            answer = site.get(path);
        }
        assertThat(answer.text()).isEqualTo(body);
    }
}
