package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import org.corral.it.Chat;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** More requests than the server's memory is meant for. */
@Tag("once")
@Timeout(120)
class OverloadIT {
    @Test
    void whoComesTooManyIsToldToComeBack() throws Exception {
        try (OwnGate gate = OwnGate.start(with -> with.contextParam("corral.max-requests", "2"))) {
            Site site = gate.site();
            String bearer = gate.admin().bearer();
            RawClient first = stream(gate);
            RawClient second = stream(gate);

            RawAnswer refused = site.get("/ollama/api/version", bearer);
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isPresent();
            assertThat(gate.ollama().requests("/api/version")).isEmpty();
            assertThat(site.me(gate.admin().token()).status()).isEqualTo(200);

            first.reset();
            gate.ollama().requests("/api/chat").get(0).awaitAborted(SOON);
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

    private static RawClient stream(OwnGate gate) throws IOException {
        RawClient client =
                gate.connect().send(Chat.ndjson("E", 1_000_000).every(50).by(gate.admin()));
        client.readHead(SOON);
        return client;
    }
}
