package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller who leaves stops Ollama, which would otherwise go on computing for nobody. */
@Tag("portable")
@Timeout(60)
class LeavingIT {
    private static final Chat ENDLESS = Chat.ndjson("L", 1_000_000).every(20);

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    /** How a client leaves. */
    @FunctionalInterface
    private interface Leaving {
        void leave(RawClient client) throws IOException;
    }

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @Test
    void clientResettingInMidStreamStopsOllama() throws IOException {
        leavingInMidStreamStopsOllama(RawClient::reset);
    }

    @Test
    void clientClosingInMidStreamStopsOllama() throws IOException {
        leavingInMidStreamStopsOllama(RawClient::close);
    }

    private void leavingInMidStreamStopsOllama(Leaving leaving) throws IOException {
        try (RawClient client = gate.connect().send(ENDLESS.by(gate.user()))) {
            client.readHead(SOON);
            client.next(SOON);
            Recorded asked = ollama.awaitRequest("/api/chat", SOON);
            leaving.leave(client);
            asked.awaitAborted(SOON);
        }
    }

    @Test
    void clientResettingBeforeTheHeadStopsOllama() throws IOException {
        leavingBeforeTheHeadStopsOllama(RawClient::reset);
    }

    @Test
    void clientClosingBeforeTheHeadStopsOllama() throws IOException {
        leavingBeforeTheHeadStopsOllama(RawClient::close);
    }

    private void leavingBeforeTheHeadStopsOllama(Leaving leaving) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go));
        try (RawClient client = gate.connect().send(ENDLESS.by(gate.user()))) {
            Recorded asked = ollama.awaitRequest("/api/chat", SOON);
            leaving.leave(client);
            go.countDown();
            asked.awaitAborted(SOON);
        } finally {
            go.countDown();
        }
    }

    /** While Ollama is silent nothing would be written, so nothing would fail: a heartbeat is, or the connection is looked at. */
    @Test
    void clientResettingTheirStreamWhileOllamaIsSilentStopsOllama() throws IOException {
        leavingASilentOllamaStopsIt("/api/chat", true, RawClient::reset);
    }

    @Test
    void clientClosingTheirStreamWhileOllamaIsSilentStopsOllama() throws IOException {
        leavingASilentOllamaStopsIt("/api/chat", true, RawClient::close);
    }

    @Test
    void clientLeavingAnAnswerThatIsNotStreamedStopsOllama() throws IOException {
        leavingASilentOllamaStopsIt("/api/chat", false, RawClient::reset);
        leavingASilentOllamaStopsIt("/api/chat", false, RawClient::close);
    }

    private void leavingASilentOllamaStopsIt(String path, boolean stream, Leaving leaving) throws IOException {
        ollama.next("POST " + path, Behaviour.silence());
        String body = "{\"model\":\"llama3.2\",\"stream\":" + stream + "}";
        int before = ollama.requests(path).size();
        try (RawClient client = gate.connect()
                .send(RawClient.post("/ollama" + path, body, gate.user().bearer()))) {
            ollama.awaitRequests(before + 1, path, SOON);
            Recorded asked = ollama.requests(path).get(before).awaitBody(SOON);
            leaving.leave(client);
            asked.awaitAborted(SOON);
        }
    }

    /** A caller who sends no more may wait for the answer all the same (RFC 9112, 9.6). */
    @Test
    void callerWhoOnlySendsNoMoreGetsTheirStream() throws IOException {
        halfClosedStreamGoesOn(() -> {});
    }

    /** When another caller's connection has been found closed, this one has been looked at as well. */
    @Test
    void connectionThatIsLookedAtIsNotTakenForClosedWhenItIsHalfClosed() throws IOException {
        halfClosedStreamGoesOn(() -> leavingASilentOllamaStopsIt("/api/generate", false, RawClient::close));
    }

    @FunctionalInterface
    private interface Meanwhile {
        void pass() throws IOException;
    }

    private void halfClosedStreamGoesOn(Meanwhile meanwhile) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = gate.connect().send(Chat.ndjson("H", 3).by(gate.user()))) {
            client.readHead(SOON);
            client.next(SOON);
            Recorded asked = ollama.awaitRequest("/api/chat", SOON);
            client.shutdownOutput();
            meanwhile.pass();
            assertThat(asked.outcome()).isEqualTo(Recorded.Outcome.RUNNING);
            go.countDown();
            StringBuilder rest = new StringBuilder();
            for (var piece = client.next(SOON); piece.isPresent(); piece = client.next(SOON)) {
                rest.append(piece.get().text());
            }
            assertThat(rest.toString()).contains("H:2", "\"done\":true");
        } finally {
            go.countDown();
        }
    }

    /** The connection to Ollama of somebody who left is not lent to the next caller. */
    @Test
    void nothingOfTheStreamGetsToTheNextCaller() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (RawClient client = gate.connect().send(ENDLESS.by(gate.user()))) {
                client.readHead(SOON);
                client.next(SOON);
                client.reset();
            }
            assertThat(gate.exchange(Chat.ndjson("N" + i, 3).by(gate.user())).text())
                    .contains("\"N" + i + ":0 \"", "\"N" + i + ":2 \"", "\"done\":true")
                    .doesNotContain("L:");
        }
        ollama.requests("/api/chat").forEach(asked -> asked.awaitSettled(SOON));
    }

    /** It happens all day, and is nobody's fault. */
    @Test
    void leavingIsNotWorthALineInTheLog() throws IOException {
        int before = gate.log().length();
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            try (RawClient client = gate.connect().send(ENDLESS.by(gate.user()))) {
                ids.add(client.readHead(SOON).header("X-Request-Id").orElseThrow());
                client.reset();
            }
        }
        ollama.awaitRequests(20, "/api/chat", SOON);
        ollama.requests("/api/chat").forEach(asked -> asked.awaitSettled(SOON));
        // What other tests left to be written may come now.
        assertThat(gate.log().substring(before)).doesNotContain(ids).doesNotContain("Exception", "\tat ");
    }

    @Test
    void clientLeavingInMidUploadStopsTheUpload() throws IOException {
        String digest = "sha256:" + "ab".repeat(32);
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request(
                    "POST", "/ollama/api/blobs/" + digest, gate.admin().bearer(), "Content-Length: 1000000"));
            // Some servers hand on what has filled a buffer.
            client.send(new byte[100_000]);
            Recorded asked = ollama.awaitHead("/api/blobs/" + digest, SOON).awaitBytesReceived(1000, SOON);
            client.reset();
            asked.awaitAborted(SOON);
            assertThat(asked.bodyComplete()).isFalse();
        }
    }
}
