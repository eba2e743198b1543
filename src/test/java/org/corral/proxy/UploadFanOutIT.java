package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.corral.it.OwnGate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A blob for all servers goes to all of them as it comes. */
@Tag("tomcat")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadFanOutIT {
    @AutoClose
    private final StandInOllama two = StandInOllama.start(0);

    @AutoClose
    private final StandInOllama three = StandInOllama.start(0);

    @AutoClose
    private final OwnGate gate = OwnGate.start(with -> with.andOllama(two.url().toString())
            .andOllama(three.url() + "#name=three/parallel=1")
            // Nobody asks in the middle of a test.
            .contextParam("corral.health-interval", "1h"));

    private final StandInOllama one = gate.ollama();

    @BeforeEach
    void forget() {
        gate.forget();
        two.reset();
        three.reset();
    }

    @Test
    void aBlobOfKnownLengthPassesToAll() throws IOException {
        Blob blob = new Blob(100);
        try (RawClient client = gate.connect()) {
            assertThat(sendAll(client, blob).status()).isEqualTo(201);
            assertThat(head(client, blob)).isEqualTo(200);
        }
        haveAll(blob);
    }

    @Test
    void aBlobOfUnknownLengthPassesToAll() throws IOException {
        Blob blob = new Blob(101);
        try (RawClient client = gate.connect()) {
            client.send(upload(blob, "Transfer-Encoding: chunked"));
            for (int i = 0; i < blob.blocks(); i++) {
                client.sendChunk(blob.block(i));
            }
            client.sendChunk(new byte[0]);
            assertThat(client.readAll(SOON).status()).isEqualTo(201);
        }
        haveAll(blob);
    }

    /** One buffer serves all of them. */
    @Test
    void theSlowestSetsThePace() throws IOException {
        Blob blob = new Blob(3);
        two.next(Behaviour.slowBody(2 * Blob.BLOCK).and(Behaviour.sayConnectionClose()));
        try (RawClient client = gate.connect()) {
            send(client, blob);
            // The kernel takes its time to ask again whether there is room in a small buffer.
            assertThat(client.readAll(Duration.ofMinutes(1)).status()).isEqualTo(201);
        }
        haveAll(blob);
    }

    /** An Ollama that has it answers without reading; the others go on. */
    @Test
    void whoHasItAlreadyStopsNobody() throws IOException {
        Blob blob = new Blob(102);
        one.haveBlob(blob.digest());
        three.haveBlob(blob.digest());
        try (RawClient client = gate.connect()) {
            assertThat(head(client, blob)).isEqualTo(404);
            assertThat(head(client, blob, "Content-Length: 0")).isEqualTo(404);
            assertThat(sendAll(client, blob).status()).isEqualTo(201);
            assertThat(head(client, blob)).isEqualTo(200);
        }
        assertThat(two.awaitRequest("/api/blobs/" + blob.digest(), SOON).method())
                .isEqualTo("HEAD");
        assertThat(two.hasBlob(blob.digest())).isTrue();
    }

    @Test
    void whereAllHaveItNobodyReads() throws IOException {
        Blob blob = new Blob(40);
        one.haveBlob(blob.digest());
        two.haveBlob(blob.digest());
        three.haveBlob(blob.digest());
        try (RawClient client = gate.connect()) {
            RawAnswer answer = sendAll(client, blob);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).hasValue("close");
        }
    }

    @Test
    void whatOneObjectsToIsSaidAndEndsTheOthers() throws IOException {
        Blob blob = new Blob(41);
        two.next("POST /api/blobs/*", Behaviour.errorBeforeBody(507, "no space left"));
        try (RawClient client = gate.connect()) {
            RawAnswer answer = sendAll(client, blob);
            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.text()).contains("no space left");
        }
        for (StandInOllama other : List.of(one, three)) {
            // Perhaps it has not even been asked.
            other.requests("/api/blobs/" + blob.digest()).forEach(asked -> asked.awaitAborted(SOON));
            assertThat(other.hasBlob(blob.digest())).isFalse();
        }
    }

    @Test
    void whoDiesEndsTheOthers() throws IOException {
        Blob blob = new Blob(104);
        three.next("POST /api/blobs/*", Behaviour.dieBeforeHead(Death.RESET));
        try (RawClient client = gate.connect()) {
            client.send(upload(blob, "Content-Length: " + blob.length())).send(blob.block(0));
            asked(three, blob);
            for (int i = 1; i < blob.blocks(); i++) {
                client.send(blob.block(i));
            }
            assertThat(client.readAll(SOON).status()).isEqualTo(502);
        }
        asked(one, blob).awaitSettled(SOON);
        asked(two, blob).awaitSettled(SOON);
        assertThat(three.hasBlob(blob.digest())).isFalse();
    }

    @Test
    void whoLeavesIsLeftByAll() throws IOException {
        Blob blob = new Blob(105);
        RawClient client = gate.connect();
        client.send(upload(blob, "Content-Length: " + blob.length())).send(blob.block(0));
        asked(one, blob).awaitBytesReceived(1, SOON);
        client.reset();
        asked(one, blob).awaitAborted(SOON);
        asked(two, blob).awaitAborted(SOON);
        asked(three, blob).awaitAborted(SOON);
        // Nor is a place held anywhere.
        try (RawClient next = gate.connect()) {
            assertThat(sendAll(next, blob).status()).isEqualTo(201);
        }
        haveAll(blob);
    }

    /** Neither keeps a model busy: they take no place, of which this server has one. */
    @Test
    void itWaitsForNoPullThatRuns() throws IOException {
        Blob blob = new Blob(1);
        CountDownLatch enough = new CountDownLatch(1);
        three.next("POST /api/pull", Behaviour.holdHead(enough));
        try (RawClient busy = gate.connect();
                RawClient client = gate.connect()) {
            busy.send(RawClient.post(
                    "/ollama/api/pull?server=three",
                    "{\"model\":\"qwen3\"}",
                    gate.admin().bearer()));
            three.awaitHead("/api/pull", SOON);
            client.send(upload(blob, "Content-Length: " + blob.length())).send(blob.block(0));
            assertThat(client.readAll(SOON).status()).isEqualTo(201);
            enough.countDown();
        }
        haveAll(blob);
    }

    private Recorded asked(StandInOllama ollama, Blob blob) {
        return ollama.awaitHead("/api/blobs/" + blob.digest(), SOON);
    }

    private void haveAll(Blob blob) {
        assertThat(one.hasBlob(blob.digest())).isTrue();
        assertThat(two.hasBlob(blob.digest())).isTrue();
        assertThat(three.hasBlob(blob.digest())).isTrue();
    }

    private RawAnswer sendAll(RawClient client, Blob blob) throws IOException {
        send(client, blob);
        return client.readAll(SOON);
    }

    private void send(RawClient client, Blob blob) throws IOException {
        client.send(upload(blob, "Content-Length: " + blob.length()));
        for (int i = 0; i < blob.blocks(); i++) {
            client.send(blob.block(i));
        }
    }

    private int head(RawClient client, Blob blob, String... lines) throws IOException {
        List<String> fields = new ArrayList<>(List.of(lines));
        fields.add(gate.admin().bearer());
        client.send(RawClient.request(
                "HEAD", "/ollama/api/blobs/" + blob.digest() + "?server=all", fields.toArray(String[]::new)));
        return client.readHead(SOON).status();
    }

    private String upload(Blob blob, String length) {
        return RawClient.request(
                "POST",
                "/ollama/api/blobs/" + blob.digest() + "?server=all",
                gate.admin().bearer(),
                length);
    }
}
