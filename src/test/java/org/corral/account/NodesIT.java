package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
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

/** Two servers with one database: what one takes away the other hears of, and need not look for. */
@Tag("once")
@Timeout(300)
final class NodesIT {
    private static final String EMAIL = "bob@corral.test";

    @TempDir
    Path folder;

    @Test
    void whatOneNodeRevokesTheOtherHearsOf() throws Exception {
        String secret = Secrets.fresh();
        Server h2 = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        String url = "jdbc:h2:tcp://127.0.0.1:" + h2.getPort() + "/./shared";
        try (StandInOllama ollama = StandInOllama.start(0);
                TomcatProcess first = node(url, secret, ollama);
                TomcatProcess second = node(url, secret, ollama)) {
            Site here = Site.of(first);
            String admin = bearer(here.signUp("Ann", "ann@corral.test", Site.PASSWORD));
            String id = Site.text(
                    here.post(
                            "/api/v1/auths/add",
                            Map.of("name", "Bob", "email", EMAIL, "password", Site.PASSWORD, "role", "pending"),
                            admin),
                    "id");

            Nodes nodes = new Nodes(here, Site.of(second), admin, id);
            nodes.approvalIsHeardOf();
            nodes.signOutIsHeardOf();
            nodes.aStreamIsCutFromAfar(ollama);
            nodes.deletionIsHeardOf();
        } finally {
            h2.stop();
        }
    }

    private static TomcatProcess node(String url, String secret, StandInOllama ollama) throws Exception {
        return TomcatProcess.setup()
                .ollama(ollama.port())
                .contextParam("corral.jdbc-url", url)
                .contextParam("corral.jdbc-user", "sa")
                .contextParam("corral.jdbc-password", secret)
                .contextParam("corral.secret", secret)
                .contextParam("corral.account-cache", "10s")
                .start();
    }

    /**
     * Two nodes, and somebody whom they know.
     *
     * @param admin header line of the admin
     * @param id of the account of the other one
     */
    private record Nodes(Site here, Site there, String admin, String id) {
        void approvalIsHeardOf() throws IOException {
            String bob = bearer(here.signIn(EMAIL, Site.PASSWORD));
            assertThat(there.get("/ollama/api/version", bob).status()).isEqualTo(403);

            here.post("/api/v1/users/" + id + "/update", Map.of("role", "user"), admin);

            awaitStatus(200, bob);
        }

        void signOutIsHeardOf() throws IOException {
            String bob = bearer(here.signIn(EMAIL, Site.PASSWORD));
            String other = bearer(here.signIn(EMAIL, Site.PASSWORD));
            assertThat(there.get("/ollama/api/version", bob).status()).isEqualTo(200);

            here.post("/api/v1/auths/signout", "", bob);

            assertThat(here.get("/ollama/api/version", bob).status()).isEqualTo(401);
            awaitStatus(401, bob);
            assertThat(there.get("/ollama/api/version", other).status()).isEqualTo(200);
        }

        void aStreamIsCutFromAfar(StandInOllama ollama) throws IOException {
            CountDownLatch go = new CountDownLatch(1);
            ollama.next("POST /api/chat", Behaviour.holdAfter(1, go));
            Chat chat = Chat.ndjson("N", 3);
            String bob = bearer(there.signIn(EMAIL, Site.PASSWORD));
            try (RawClient client =
                    RawClient.connect(there.port()).send(RawClient.post(chat.path(), chat.body(), bob))) {
                client.readHead(SOON);
                client.next(SOON);
                // Nothing but what it hears makes a node look at a stream again.
                here.post("/api/v1/users/" + id + "/signout", "", admin);
                assertThat(client.next(SOON).orElseThrow().text()).contains("{\"error\":");
                assertThat(client.next(SOON)).isEmpty();
                assertThat(client.ending()).isEqualTo(Ending.CLEAN);
            } finally {
                go.countDown();
            }
            // A token of the new era, on the node that may not have heard of it yet.
            assertThat(there.get("/ollama/api/version", bearer(here.signIn(EMAIL, Site.PASSWORD)))
                            .status())
                    .isEqualTo(200);
        }

        void deletionIsHeardOf() throws IOException {
            String bob = bearer(there.signIn(EMAIL, Site.PASSWORD));
            assertThat(there.get("/ollama/api/version", bob).status()).isEqualTo(200);

            here.send("DELETE", "/api/v1/users/" + id, admin);

            awaitStatus(401, bob);
        }

        private void awaitStatus(int status, String bearer) throws IOException {
            long end = System.nanoTime() + SOON.toNanos();
            while (there.get("/ollama/api/version", bearer).status() != status) {
                assertThat(System.nanoTime()).as("it is heard of").isLessThan(end);
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static String bearer(RawAnswer session) {
        return "Authorization: Bearer " + Site.token(session);
    }
}
