package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.standin.Behaviour;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** How long is waited for what, on a server with little timeouts; it has a context path, too. */
@Tag("tomcat")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TimeoutsIT {
    private static final int CONNECTIONS = 4;
    private static final String BLOB = "/corral/ollama/api/blobs/sha256:" + "ab".repeat(32);

    private final OwnGate gate = OwnGate.sharedAndHasty();

    private final StandInOllama ollama = gate.ollama();
    private final String bearer = gate.admin().bearer();

    @BeforeEach
    void forget() {
        gate.forget();
    }

    @AfterEach
    void allConnectionsAreFreeAgain() throws IOException {
        assertThat(ask(chat(1)).status()).isEqualTo(200);
    }

    @Test
    void anOllamaThatSaysNothingIs504AndLeftAlone() throws IOException {
        ollama.next(Behaviour.silence());
        RawAnswer answer = ask(chat(3));
        assertThat(answer.status()).isEqualTo(504);
        assertThat(Gate.json(answer).path("error").asString()).contains("Ollama");
        ollama.awaitRequest("/api/chat", SOON).awaitAborted(SOON);
    }

    /** As behind a firewall that drops what it does not like: the queue of those who want to be accepted is full. */
    @Test
    void anOllamaThatDoesNotAcceptIs504() throws IOException {
        List<Socket> waiting = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            while (accepts(full, waiting)) {}
            try (OwnGate other = OwnGate.start(
                    with -> with.ollama(full.getLocalPort()).contextParam("corral.connect-timeout", "500ms"))) {
                RawAnswer answer =
                        other.site().get("/ollama/api/tags", other.admin().bearer());
                assertThat(answer.status()).isEqualTo(504);
                assertThat(Gate.json(answer).path("error").asString()).contains("Ollama");
            }
        } finally {
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    private static boolean accepts(ServerSocket server, List<Socket> waiting) throws IOException {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
            socket.connect(server.getLocalSocketAddress(), 500);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void anOllamaThatFallsSilentInMidStreamBreaksTheConnection() throws IOException, InterruptedException {
        ollama.next(Behaviour.stallAfter(2));
        RawAnswer answer = ask(chat(3));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.lines()).hasSize(2);
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        ollama.awaitRequest("/api/chat", SOON).awaitAborted(SOON);
        gate.tomcat()
                .awaitLog("Ollama fell silent in mid-answer ["
                        + answer.header("X-Request-Id").orElseThrow() + "]");
    }

    @Test
    void anOllamaThatFallsSilentAfterTheHeadBreaksTheConnection() throws IOException {
        ollama.next(Behaviour.headThenSilence("application/x-ndjson"));
        RawAnswer answer = ask(chat(3));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        ollama.awaitRequest("/api/chat", SOON).awaitAborted(SOON);
    }

    @Test
    void nothingLimitsTheWholeOfAnAnswer() throws IOException {
        RawAnswer answer = ask(chat(10).every(150));
        assertThat(answer.lines()).hasSize(11);
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
    }

    /** It is not Ollama who is silent then. */
    @Test
    void aReaderWhoStandsStillIsNotTakenForASilentOllama() throws IOException, InterruptedException {
        long total = 100 << 20;
        ollama.next(Behaviour.flood(total, 1L << 40));
        try (RawClient client = RawClient.connect(gate.port(), 64 * 1024).send(request(chat(1)))) {
            client.readHead(SOON);
            // For longer than it takes to give up one who is silent.
            ollama.next(Behaviour.stallAfter(1));
            assertThat(ask(chat(3)).ending()).isEqualTo(Ending.BROKEN);
            assertThat(client.skipRest(SOON)).isGreaterThanOrEqualTo(total);
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        }
    }

    @Test
    void aCallerWhoStopsInMidUploadIs408AndOllamaIsLeftAlone() throws IOException {
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request("POST", BLOB, bearer, "Content-Length: 1000"))
                    .send(new byte[10]);
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(408);
            assertThat(Gate.json(answer).path("error").asString()).isNotBlank();
            assertThat(client.closedByServer(SOON)).isTrue();
            ollama.awaitHead(asked -> asked.method().equals("POST"), "the upload", SOON)
                    .awaitAborted(SOON);
        }
    }

    @Test
    void nothingLimitsTheWholeOfAnUpload() throws IOException, InterruptedException {
        try (RawClient client = gate.connect();
                RawClient stopped = gate.connect()) {
            client.send(RawClient.request("POST", BLOB, bearer, "Transfer-Encoding: chunked"));
            stopped.send(RawClient.request("POST", BLOB, bearer, "Content-Length: 1000"));
            // For longer than it takes to give up one who has stopped.
            CompletableFuture<Integer> givenUp = CompletableFuture.supplyAsync(() -> status(stopped));
            while (!givenUp.isDone()) {
                client.sendChunk(new byte[] {1});
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(givenUp.join()).isEqualTo(408);
            client.sendChunk(new byte[0]);
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.text()).contains("digest mismatch");
        }
    }

    @Test
    void anOllamaThatDoesNotTakeTheUploadIs504() throws IOException {
        ollama.next(Behaviour.deaf().and(Behaviour.sayConnectionClose()));
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request("POST", BLOB, bearer, "Content-Length: 1000000000"));
            Thread sender = new Thread(() -> sendUntilRefused(client), "sender");
            sender.setDaemon(true);
            sender.start();
            assertThat(client.readHead(SOON).status()).isEqualTo(504);
        }
    }

    @Test
    void whenAllConnectionsAreInUseItIs503WithATimeToComeAgain() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                clients.add(gate.connect().send(request(chat(1_000_000).every(100))));
                clients.get(i).readHead(SOON);
            }
            RawAnswer answer = ask(chat(1));
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
        } finally {
            for (RawClient client : clients) {
                client.reset();
            }
        }
        ollama.requests("/api/chat").stream()
                .filter(asked -> asked.outcome() == Recorded.Outcome.RUNNING)
                .forEach(asked -> asked.awaitAborted(SOON));
    }

    @Test
    void theTextsNameThePathsOfThisInstallation() throws IOException {
        RawAnswer answer = gate.exchange(RawClient.post("/corral/ollama/api/auths/signin", "{}"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("POST /corral/api/v1/auths/signin");
    }

    private static int status(RawClient client) {
        try {
            return client.readHead(SOON).status();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void sendUntilRefused(RawClient client) {
        try {
            while (true) {
                client.send(new byte[1 << 16]);
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static Chat chat(int tokens) {
        return new Chat("/corral/ollama/api/chat", "A", tokens, "");
    }

    private String request(Chat chat) {
        return RawClient.post(chat.path(), chat.body(), bearer);
    }

    private RawAnswer ask(Chat chat) throws IOException {
        return gate.exchange(request(chat));
    }
}
