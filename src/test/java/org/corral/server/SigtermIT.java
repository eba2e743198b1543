package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.OwnGate;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * SIGTERM while answers run: one that can finish does, one that never would ends with a line that says why, and nobody comes in
 * meanwhile.
 */
@Tag("portable")
@Timeout(300)
final class SigtermIT {
    @Test
    void answersFinishOrEndWithALine() throws Exception {
        try (OwnGate gate = OwnGate.start(with -> with.contextParam("corral.drain-time", "8s"))) {
            RawClient finishing = begun(gate, Chat.ndjson("F", 40).every(50));
            RawClient endless = begun(gate, Chat.ndjson("L", 1_000_000).every(50));
            String bearer = gate.admin().bearer();
            ProcessHandle process = ProcessHandle.of(gate.server().pid()).orElseThrow();
            process.destroy();

            assertNobodyComesIn(gate, bearer);
            assertThat(finishing.readRest(SOON)).contains("\"done\":true").doesNotContain("error");
            assertThat(finishing.ending()).isEqualTo(Ending.CLEAN);
            List<String> said = endless.readRest(SOON).lines().toList();
            assertThat(said.get(said.size() - 1)).startsWith("{\"error\":\"This answer ends early");
            assertThat(endless.ending()).isEqualTo(Ending.CLEAN);
            process.onExit().get(2 * SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static RawClient begun(OwnGate gate, Chat chat) throws IOException {
        RawClient client = gate.connect().send(chat.by(gate.admin()));
        assertThat(client.readHead(SOON).status()).isEqualTo(200);
        assertThat(client.next(SOON)).isPresent();
        return client;
    }

    private static void assertNobodyComesIn(OwnGate gate, String bearer) throws IOException {
        if (System.getProperty("it.server", "").equals("liberty")) {
            assertPortShuts(gate, bearer);
            return;
        }
        RawAnswer refused = firstRefused(gate, bearer);
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("Connection")).contains("close");
        assertThat(refused.text()).startsWith("{\"error\":").contains("being stopped");
    }

    /** Open Liberty does that before it tells anybody. Whoever came just before and was not looked at is cut off with the port. */
    private static void assertPortShuts(OwnGate gate, String bearer) throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        boolean shut = false;
        while (!shut && System.nanoTime() < end) {
            try {
                gate.site().get("/ollama/api/tags", bearer);
                LockSupport.parkNanos(50_000_000);
            } catch (ConnectException e) {
                shut = true;
            } catch (SocketException | EOFException e) {
                // Cut off: the next one finds nobody.
            }
        }
        assertThat(shut).as("the port is shut").isTrue();
    }

    private static RawAnswer firstRefused(OwnGate gate, String bearer) throws IOException {
        long end = System.nanoTime() + SOON.toNanos();
        RawAnswer answer = gate.site().get("/ollama/api/tags", bearer);
        while (answer.status() != 503 && System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000);
            answer = gate.site().get("/ollama/api/tags", bearer);
        }
        return answer;
    }
}
