package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Chunking;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.corral.wire.RawHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tokens pass as they come, unchanged, in order, each stream for itself. */
@Tag("portable")
@Timeout(120)
class StreamingIT {
    /** More than any server here has threads for requests. */
    private static final int MANY = 250;

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @Test
    void firstTokenArrivesBeforeTheLastIsWritten() throws IOException {
        arrivesBeforeTheLastIsWritten(Chat.ndjson("A", 3));
    }

    @Test
    void firstEventArrivesBeforeTheLastIsWritten() throws IOException {
        arrivesBeforeTheLastIsWritten(Chat.events("A", 3));
    }

    private void arrivesBeforeTheLastIsWritten(Chat chat) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = gate.connect().send(chat.by(gate.user()))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            assertThat(textUpTo(client, "A:0")).doesNotContain("A:1");
            assertThat(onlyRequest(chat).tokensWritten()).isLessThanOrEqualTo(1);
            go.countDown();
            assertThat(textUpTo(client, "A:2")).contains("A:1");
            client.skipRest(SOON);
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        } finally {
            go.countDown();
        }
    }

    @Test
    void everyTokenArrivesBeforeTheNextIsWritten() throws IOException {
        List<CountDownLatch> steps =
                IntStream.range(0, 20).mapToObj(i -> new CountDownLatch(1)).toList();
        Behaviour steady = Behaviour.usual();
        for (int i = 1; i < steps.size(); i++) {
            steady = steady.and(Behaviour.holdAfter(i, steps.get(i)));
        }
        ollama.next(steady);
        try (RawClient client =
                gate.connect().send(Chat.ndjson("S", steps.size()).by(gate.user()))) {
            client.readHead(SOON);
            for (int i = 0; i < steps.size(); i++) {
                assertThat(textUpTo(client, "S:" + i + " ")).doesNotContain("S:" + (i + 1));
                if (i + 1 < steps.size()) {
                    steps.get(i + 1).countDown();
                }
            }
            client.skipRest(SOON);
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        } finally {
            steps.forEach(CountDownLatch::countDown);
        }
    }

    @Test
    void theHeadGoesOutThoughTheBodyStalls() throws IOException {
        ollama.next(Behaviour.headThenSilence("application/x-ndjson"));
        try (RawClient client = gate.connect().send(Chat.ndjson("A", 3).by(gate.user()))) {
            RawHead head = client.readHead(SOON);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type")).hasValue("application/x-ndjson");
        }
    }

    /** Where the chunks of Ollama's answer end is nobody's business but the bytes must be the same. */
    @ParameterizedTest
    @EnumSource(Chunking.class)
    void everyTokenPassesUnchangedAndInOrder(Chunking chunking) throws IOException {
        RawAnswer direct = RawClient.exchange(
                ollama.port(), RawClient.post("/api/chat", Chat.ndjson("é", 50).body()), SOON);
        ollama.next(Behaviour.chunked(chunking));
        RawAnswer answer = gate.exchange(Chat.ndjson("é", 50).by(gate.user()));
        assertThat(answer.header("Transfer-Encoding")).hasValue("chunked");
        assertThat(answer.header("Content-Length")).isEmpty();
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
        assertThat(withoutTimes(answer)).isEqualTo(withoutTimes(direct));
        assertThat(answer.lines()).hasSize(51);
    }

    @Test
    void everyEventPassesUnchangedAndInOrder() throws IOException {
        RawAnswer answer = gate.exchange(Chat.events("E", 50).by(gate.user()));
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
        List<String> tokens =
                answer.lines().stream().filter(line -> line.contains("\"E:")).toList();
        assertThat(tokens).hasSize(50);
        for (int i = 0; i < tokens.size(); i++) {
            assertThat(tokens.get(i)).startsWith("data: {").contains("\"E:" + i + " \"");
        }
        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
    }

    /** As Ollama itself does: an error in the stream is the stream's last line, and the message is whole. */
    @Test
    void anErrorThatOllamaTellsInTheStreamPasses() throws IOException {
        ollama.next(Behaviour.failAfter(2, "out of memory"));
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 5).by(gate.user()));
        assertThat(answer.lines()).hasSize(3).last().isEqualTo("{\"error\":\"out of memory\"}");
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
    }

    @Test
    void manyStreamsAtOnceGetTheirOwnTokensOnly() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                Chat chat = Chat.ndjson("M" + i, 20).every(20);
                clients.add(gate.connect().send(chat.by(gate.user())));
            }
            for (int i = 0; i < MANY; i++) {
                RawAnswer answer = clients.get(i).readAll(SOON);
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
                // On a busy machine Ollama may be silent for long enough.
                List<String> lines = answer.lines().stream()
                        .filter(line -> !line.contains("\"content\":\"\"},\"done\":false"))
                        .toList();
                assertThat(lines).hasSize(21).last().asString().contains("\"done\":true");
                for (int token = 0; token < 20; token++) {
                    assertThat(lines.get(token)).contains("\"M" + i + ":" + token + " \"");
                }
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** None of them holds a thread of the server: while all wait for their first token others are served. */
    @Test
    void streamsThatWaitForOllamaKeepNobodyWaiting() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.on("POST /api/chat", Behaviour.holdHead(go));
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                clients.add(gate.connect().send(Chat.ndjson("W" + i, 2).by(gate.user())));
            }
            ollama.awaitRequests(MANY, "/api/chat", SOON);
            assertThat(gate.get("/ollama/api/version", gate.user().bearer()).status())
                    .isEqualTo(200);
            go.countDown();
            for (RawClient client : clients) {
                assertThat(client.readAll(SOON).ending()).isEqualTo(Ending.CLEAN);
            }
        } finally {
            go.countDown();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    private Recorded onlyRequest(Chat chat) {
        List<Recorded> requests = ollama.requests(chat.path().substring("/ollama".length()));
        assertThat(requests).hasSize(1);
        return requests.get(0);
    }

    private static String textUpTo(RawClient client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            Optional<Piece> piece = client.next(SOON);
            assertThat(piece).as("the stream went on after: " + text).isPresent();
            text.append(piece.orElseThrow().text());
        }
        return text.toString();
    }

    private static List<String> withoutTimes(RawAnswer answer) {
        return answer.lines().stream()
                .map(line -> line.replaceAll("\"(created_at|[a-z_]*duration)\":(\"[^\"]*\"|\\d+)", ""))
                .toList();
    }
}
