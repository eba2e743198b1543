package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import org.corral.it.Chat;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests than the server's memory is meant for. */
@Tag("tomcat")
@Timeout(120)
class OverloadIT {
    @Test
    void whoComesTooManyIsToldToComeBack() throws Exception {
        try (StandInOllama ollama = StandInOllama.start(0);
                TomcatProcess tomcat = TomcatProcess.setup()
                        .ollama(ollama.port())
                        .contextParam("corral.max-requests", "2")
                        .start()) {
            Site site = Site.of(tomcat);
            String bearer =
                    "Authorization: Bearer " + Site.token(site.signUp("Ada", "ada@corral.test", Secrets.fresh()));
            RawClient first = stream(tomcat.port(), bearer);
            RawClient second = stream(tomcat.port(), bearer);

            RawAnswer refused = site.get("/ollama/api/version", bearer);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isPresent();
            assertThat(ollama.requests("/api/version")).isEmpty();
            assertThat(site.me(bearer.substring("Authorization: Bearer ".length()))
                            .status())
                    .isEqualTo(200);

            first.reset();
            ollama.requests("/api/chat").get(0).awaitAborted(SOON);
            awaitStatus(200, site, bearer);
            second.close();
        }
    }

    private static void awaitStatus(int status, Site site, String bearer) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (site.get("/ollama/api/version", bearer).status() != status) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    private static RawClient stream(int port, String bearer) throws IOException {
        RawClient client = RawClient.connect(port);
        client.send(RawClient.post(
                "/ollama/api/chat", Chat.ndjson("E", 1_000_000).every(50).body(), bearer));
        client.readHead(SOON);
        return client;
    }
}
