package org.corral.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.corral.wire.RawClient.post;
import static org.corral.wire.RawClient.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.corral.standin.Recorded.Outcome;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The unusual ones, as tests order them. */
@Timeout(60)
class BehaviourTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LONG_ENOUGH = Duration.ofMillis(100);
    private static final String CHAT = post("/api/chat", "{\"model\":\"qwen3\",\"options\":{\"num_predict\":6}}");

    private final StandInOllama ollama = StandInOllama.start(0);

    @AfterEach
    void stop() {
        ollama.close();
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void diesInMidAnswer(Death how) throws IOException {
        ollama.next(Behaviour.dieAfter(3, how));
        RawAnswer answer = exchange(CHAT);
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        assertThat(answer.pieces().size()).isLessThanOrEqualTo(3);
        Recorded recorded = ollama.requests().get(0).awaitSettled(SOON);
        assertThat(recorded.outcome()).isEqualTo(Outcome.CUT);
        assertThat(recorded.tokensWritten()).isEqualTo(3);
        assertThat(exchange(CHAT).ending()).as("the next one is as usual").isEqualTo(Ending.CLEAN);
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void diesBeforeTheHead(Death how) {
        ollama.next(Behaviour.dieBeforeHead(how), Behaviour.dieAfter(0, how));
        assertThatThrownBy(() -> exchange(CHAT)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> exchange(CHAT)).isInstanceOf(IOException.class);
    }

    @Test
    void diesInABodyOfKnownLength() throws IOException {
        ollama.next("GET /api/tags", Behaviour.dieInBody(Death.CLOSE));
        RawAnswer answer = exchange(request("GET", "/api/tags"));
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
        assertThat(answer.body()).isNotEmpty();
    }

    @Test
    void noticesWhenTheClientLeavesBetweenTwoTokens() throws IOException {
        ollama.next(Behaviour.stallAfter(2));
        RawClient client = RawClient.connect(ollama.port()).send(CHAT);
        client.readHead(SOON);
        Recorded recorded = ollama.awaitRequest("/api/chat", SOON).awaitTokens(2, SOON);
        assertThat(ollama.answersRunning()).isEqualTo(1);
        client.close();
        recorded.awaitAborted(SOON);
        assertThat(recorded.tokensWritten()).isEqualTo(2);
        ollama.awaitOpenConnections(0, SOON);
        ollama.awaitAnswersRunning(0, SOON);
    }

    @Test
    void noticesWhenTheClientResetsBeforeTheHead() throws IOException {
        ollama.next(Behaviour.silence());
        RawClient client = RawClient.connect(ollama.port()).send(CHAT);
        Recorded recorded = ollama.awaitRequest("/api/chat", SOON);
        client.reset();
        assertThat(recorded.awaitAborted(SOON).bytesWritten()).isZero();
    }

    @Test
    void noticesWhenTheClientLeavesInMidUpload() throws IOException {
        RawClient client = RawClient.connect(ollama.port());
        client.send(request("POST", "/api/chat", "Content-Length: 100")).send("{".getBytes(StandardCharsets.UTF_8));
        Recorded recorded = ollama.awaitHead("/api/chat", SOON).awaitBytesReceived(1, SOON);
        client.close();
        assertThat(recorded.awaitAborted(SOON).bodyComplete()).isFalse();
    }

    @Test
    void sendsTheHeadAndFallsSilent() throws IOException {
        ollama.next(Behaviour.headThenSilence("application/x-ndjson"));
        try (RawClient client = RawClient.connect(ollama.port()).send(CHAT)) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            assertThatThrownBy(() -> client.next(LONG_ENOUGH)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void holdsTheRestBackUntilTheTestSaysSo() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = RawClient.connect(ollama.port()).send(CHAT)) {
            client.readHead(SOON);
            assertThat(client.next(SOON)).isPresent();
            assertThat(ollama.requests().get(0).awaitTokens(1, SOON).tokensWritten())
                    .isEqualTo(1);
            go.countDown();
            client.skipRest(SOON);
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        }
    }

    @Test
    void failsInMidStreamAsOllamaDoes() throws IOException {
        ollama.next(Behaviour.failAfter(2, "out of \"memory\""), Behaviour.failAfter(2, "x"));
        RawAnswer plain = exchange(CHAT);
        assertThat(plain.lines()).hasSize(3).last().isEqualTo("{\"error\":\"out of \\\"memory\\\"\"}");
        assertThat(plain.ending()).isEqualTo(Ending.CLEAN);
        RawAnswer events = exchange(post("/v1/chat/completions", "{\"model\":\"qwen3\",\"stream\":true}"));
        assertThat(events.lines()).hasSize(2);
        assertThat(events.text()).doesNotContain("[DONE]");
    }

    @Test
    void answersWithAnyStatusHeaderAndBytes() throws IOException {
        ollama.on("POST /api/*", Behaviour.header("X-A", "1").and(Behaviour.header("X-A", "2")));
        ollama.next(
                Behaviour.error(404, "model \"x\" not found"),
                Behaviour.redirect(307, "/elsewhere"),
                Behaviour.malformedHead(),
                Behaviour.raw("HTTP/1.1 200 OK\r\n\r\nuntil close"));
        assertThat(exchange(CHAT).text()).isEqualTo("{\"error\":\"model \\\"x\\\" not found\"}");
        assertThat(exchange(CHAT).header("Location")).hasValue("/elsewhere");
        assertThatThrownBy(() -> exchange(CHAT)).hasMessageContaining("two hundred");
        assertThat(exchange(CHAT).ending()).isEqualTo(Ending.AT_CLOSE);
        assertThat(exchange(CHAT).head().headers("x-a")).containsExactly("1", "2");
        ollama.reset();
        assertThat(exchange(CHAT).header("x-a")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Chunking.class)
    void oddChunksGiveTheSameLines(Chunking chunking) throws IOException {
        ollama.next(Behaviour.chunked(chunking));
        RawAnswer answer = exchange(CHAT);
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
        assertThat(answer.lines()).hasSize(7).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
        assertThat(answer.lines().get(5)).contains("\"w5 \"");
        if (chunking != Chunking.PER_LINE && chunking != Chunking.STRADDLING) {
            assertThat(answer.pieces().size()).isNotEqualTo(7);
        }
    }

    @Test
    void floodsAtTheOrderedPaceAndOnlyAsFastAsTheClientReads() throws IOException {
        ollama.next(Behaviour.flood(400_000, 2_000_000), Behaviour.flood(1L << 40, 1L << 40));
        long start = System.nanoTime();
        assertThat(exchange(CHAT).body().length).isGreaterThanOrEqualTo(400_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
        RawClient client = RawClient.connect(ollama.port(), 8192).send(CHAT);
        client.readHead(SOON);
        Recorded recorded = ollama.requests().get(1).awaitTokens(1, SOON);
        assertThatThrownBy(() -> recorded.awaitTokens(5000, LONG_ENOUGH)).isInstanceOf(AssertionError.class);
        client.close();
        recorded.awaitAborted(SOON);
    }

    @Test
    void readsAnUploadAsSlowlyAsOrdered() throws IOException {
        ollama.next(Behaviour.slowBody(500_000));
        long start = System.nanoTime();
        exchange(post("/api/chat", "{\"model\":\"qwen3\",\"prompt\":\"" + "p".repeat(100_000) + "\"}"));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(150));
    }

    @Test
    void answersBeforeTheBodyWasRead() throws IOException {
        ollama.next(Behaviour.errorBeforeBody(400, "no"));
        RawAnswer answer = exchange(request("POST", "/api/create", "Content-Length: 1000"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("Connection")).hasValue("close");
    }

    @Test
    void hangsUpAfterAnAnswerWithoutSayingSo() throws IOException {
        ollama.next(Behaviour.hangUpAfterwards());
        try (RawClient client = RawClient.connect(ollama.port()).send(CHAT)) {
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
            assertThat(answer.header("Connection")).isEmpty();
            assertThat(client.closedByServer(SOON)).isTrue();
        }
    }

    @Test
    void delaysTheHead() throws IOException {
        ollama.next(Behaviour.delayHead(LONG_ENOUGH));
        long start = System.nanoTime();
        exchange(CHAT);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(LONG_ENOUGH);
    }

    @Test
    void tellsItsOwnCutFromTheClientsLeaving() throws IOException {
        ollama.next(Behaviour.stallAfter(1));
        try (RawClient client = RawClient.connect(ollama.port()).send(CHAT)) {
            Recorded recorded = ollama.awaitRequest("/api/chat", SOON).awaitTokens(1, SOON);
            ollama.dropConnections();
            assertThat(recorded.awaitSettled(SOON).outcome()).isEqualTo(Outcome.CUT);
            assertThat(client.readAll(SOON).ending()).isEqualTo(Ending.BROKEN);
        }
    }

    @Test
    void comesBackOnTheSamePort() throws IOException {
        int port = ollama.port();
        ollama.close();
        assertThatThrownBy(() -> RawClient.connect(port)).isInstanceOf(IOException.class);
        try (StandInOllama again = StandInOllama.start(port)) {
            assertThat(RawClient.exchange(again.port(), CHAT, SOON).status()).isEqualTo(200);
        }
    }

    private RawAnswer exchange(String request) throws IOException {
        return RawClient.exchange(ollama.port(), request, SOON);
    }
}
