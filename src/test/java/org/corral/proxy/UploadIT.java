package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.corral.wire.RawHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies of any size pass to Ollama in flat memory. */
@Tag("portable")
@Timeout(300)
class UploadIT {

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.admin();
        ollama.reset();
    }

    /** Twelve times the heap of the server under test. */
    @Test
    void aBlobOfThreeGigabytesPasses() throws IOException {
        Blob blob = new Blob(3 * 1024);
        try (RawClient client = gate.connect()) {
            client.send(upload(blob.digest(), "Content-Length: " + blob.length()));
            for (int i = 0; i < blob.blocks(); i++) {
                client.send(blob.block(i));
            }
            assertThat(client.readAll(SOON).status()).isEqualTo(201);
        }
        hasArrived(blob);
    }

    @Test
    void aBlobOfUnknownLengthPasses() throws IOException {
        Blob blob = new Blob(64);
        try (RawClient client = gate.connect()) {
            client.send(upload(blob.digest(), "Transfer-Encoding: chunked"));
            for (int i = 0; i < blob.blocks(); i++) {
                client.sendChunk(blob.block(i));
            }
            client.sendChunk(new byte[0]);
            assertThat(client.readAll(SOON).status()).isEqualTo(201);
        }
        Recorded arrived = hasArrived(blob);
        assertThat(arrived.headers("Content-Length")).isEmpty();
        assertThat(arrived.headers("Transfer-Encoding")).containsExactly("chunked");
    }

    @Test
    void aBlobPassesToAnOllamaThatReadsSlowly() throws IOException {
        Blob blob = new Blob(1);
        // Its socket has a small buffer then, and is not to be used by another test.
        ollama.next(Behaviour.slowBody(Blob.BLOCK).and(Behaviour.sayConnectionClose()));
        try (RawClient client = gate.connect()) {
            client.send(upload(blob.digest(), "Content-Length: " + blob.length()));
            for (int i = 0; i < blob.blocks(); i++) {
                client.send(blob.block(i));
            }
            assertThat(client.readAll(SOON).status()).isEqualTo(201);
        }
        hasArrived(blob);
    }

    @Test
    void aBodyInSmallPiecesPasses() throws IOException {
        String body = "{\"model\":\"llama3.2\",\"prompt\":\"hi\",\"stream\":false}";
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request(
                    "POST",
                    "/ollama/api/generate",
                    gate.admin().bearer(),
                    "Content-Type: application/json",
                    "Transfer-Encoding: chunked"));
            for (byte b : body.getBytes(StandardCharsets.UTF_8)) {
                client.sendChunk(new byte[] {b});
            }
            client.sendChunk(new byte[0]);
            assertThat(client.readAll(SOON).status()).isEqualTo(200);
        }
        assertThat(ollama.awaitRequest("/api/generate", SOON).bodyText()).isEqualTo(body);
    }

    /** As curl does with large bodies. */
    @Test
    void aCallerWhoWaitsToBeToldToContinueIsTold() throws IOException {
        Blob blob = new Blob(2);
        try (RawClient client = gate.connect()) {
            client.send(upload(blob.digest(), "Content-Length: " + blob.length(), "Expect: 100-continue"));
            assertThat(client.readAnyHead(SOON).status()).isEqualTo(100);
            client.send(blob.block(0)).send(blob.block(1));
            assertThat(client.readAll(SOON).status()).isEqualTo(201);
        }
        assertThat(hasArrived(blob).headers("Expect")).isEmpty();
    }

    @Test
    void anEmptyBodyPasses() throws IOException {
        RawAnswer answer = gate.exchange(
                RawClient.request("POST", "/ollama/api/show", gate.admin().bearer(), "Content-Length: 0"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(ollama.awaitRequest("/api/show", SOON).headers("Content-Length"))
                .containsExactly("0");
    }

    /** As curl sends it: the server must not take it for a form of its own, its bytes are Ollama's. */
    @Test
    void jsonThatIsCalledAFormPassesAsItIs() throws IOException {
        String json = "{\"model\":\"llama3.2\",\"a&b\":\"c=%20\"}";
        gate.exchange(RawClient.request(
                        "POST",
                        "/ollama/api/show?a=2",
                        gate.admin().bearer(),
                        "Content-Type: application/x-www-form-urlencoded",
                        "Content-Length: " + json.length())
                + json);
        assertThat(ollama.awaitRequest("/api/show", SOON).bodyText()).isEqualTo(json);
    }

    /** Ollama answers 200 with {@code Connection: close} and reads nothing of the body. */
    @Test
    void aBlobThatExistsIsAnsweredThoughTheBodyIsNotRead() throws IOException {
        String digest = "sha256:" + "cd".repeat(32);
        ollama.haveBlob(digest);
        try (RawClient client = gate.connect()) {
            client.send(beginningOf(digest));
            RawHead head = client.readHead(SOON);
            assertThat(head.status()).isEqualTo(200);
            client.skipRest(SOON);
        }
        assertThat(ollama.requests("/api/blobs/" + digest))
                .singleElement()
                .satisfies(asked -> assertThat(asked.bodyComplete()).isFalse());
        assertThat(gate.get("/ollama/api/version", gate.admin().bearer()).status())
                .as("the next request over whatever connection to Ollama")
                .isEqualTo(200);
    }

    @Test
    void anErrorThatOllamaTellsBeforeItHasReadTheBodyPasses() throws IOException {
        ollama.next(Behaviour.errorBeforeBody(400, "invalid digest format"));
        try (RawClient client = gate.connect()) {
            client.send(beginningOf("sha256:" + "ef".repeat(32)));
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("{\"error\":\"invalid digest format\"}");
        }
    }

    /** Who sends without looking gets the answer all the same, and no reset in its place. */
    @Test
    void whoIsStillSendingGetsTheEarlyAnswer() throws IOException {
        Blob blob = new Blob(40);
        ollama.haveBlob(blob.digest());
        try (RawClient client = gate.connect()) {
            sendAll(client, blob);
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).hasValue("close");
            assertThat(client.closedByServer(SOON)).isTrue();
        }
    }

    @Test
    void whoIsStillSendingGetsTheEarlyObjection() throws IOException {
        ollama.next("POST /api/blobs/*", Behaviour.errorBeforeBody(507, "no space left"));
        try (RawClient client = gate.connect()) {
            sendAll(client, new Blob(40));
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.text()).contains("no space left");
            assertThat(answer.header("Connection")).hasValue("close");
        }
    }

    /** Its end can be told from that of the connection. */
    @Test
    void anEarlyObjectionThatBreaksOffIsNotTakenForWhole() throws IOException {
        ollama.next("POST /api/blobs/*", x -> {
            x.lastWords("HTTP/1.1 507 Full\r\nContent-Length: 100\r\n\r\n{\"error\":", Death.CLOSE);
            return true;
        });
        try (RawClient client = gate.connect()) {
            client.send(beginningOf(new Blob(1).digest()));
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(507);
            assertThat(answer.header("Connection")).hasValue("close");
            assertThat(answer.ending()).isNotEqualTo(Ending.CLEAN);
        }
    }

    /** Nobody is read for ever whose bytes nobody wants; Payara reads them all by itself. */
    @Tag("tomcat")
    @Test
    void whoIsStillSendingIsReadForAWhileOnly() throws IOException {
        Blob blob = new Blob(1024);
        ollama.haveBlob(blob.digest());
        try (RawClient client = gate.connect()) {
            assertThatThrownBy(() -> sendAll(client, blob)).isInstanceOf(IOException.class);
        }
    }

    /** It is this gate that refuses here, before anything was sent on. */
    @Tag("tomcat")
    @Test
    void whoIsStillSendingHearsThatOllamaIsAway() throws Exception {
        Blob blob = new Blob(40);
        gate.withoutOllama(() -> {
            try (RawClient client = gate.connect()) {
                sendAll(client, blob);
                RawAnswer answer = client.readAll(SOON);
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.header("Connection")).hasValue("close");
                assertThat(client.closedByServer(SOON)).isTrue();
            }
        });
    }

    private void sendAll(RawClient client, Blob blob) throws IOException {
        client.send(upload(blob.digest(), "Content-Length: " + blob.length()));
        for (int i = 0; i < blob.blocks(); i++) {
            client.send(blob.block(i));
        }
    }

    /** In one piece: what is sent after the answer may find the connection closed, as the body is not read any more. */
    private String beginningOf(String digest) {
        return upload(digest, "Content-Length: 1000000000") + "x".repeat(64 * 1024);
    }

    private String upload(String digest, String... lines) {
        StringBuilder head = new StringBuilder("POST /ollama/api/blobs/" + digest + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + gate.admin().bearer() + "\r\n");
        for (String line : lines) {
            head.append(line).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    private Recorded hasArrived(Blob blob) {
        Recorded arrived = ollama.awaitRequest("/api/blobs/" + blob.digest(), SOON);
        assertThat(arrived.bodyLength()).isEqualTo(blob.length());
        assertThat(arrived.bodyDigest()).isEqualTo(blob.digest());
        return arrived;
    }
}
