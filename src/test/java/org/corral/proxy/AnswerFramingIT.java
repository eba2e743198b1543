package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.corral.it.Conversation;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of which two readers could think differently where they end: no caller ever gets a part of another one's. */
@Tag("portable")
@Timeout(60)
class AnswerFramingIT {
    private static final String TAGS = "/ollama/api/tags";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    static List<String> doubtfulAnswers() {
        String body = "\r\n5\r\nhello\r\n0\r\n\r\n";
        return List.of(
                OK + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n" + body,
                OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n" + body,
                OK + "Content-Length: 5\r\nContent-Length: 6\r\n" + body,
                OK + "Content-Length: 5\r\nContent-Length: 5\r\n" + body,
                OK + "Content-Length: 5, 5\r\n" + body,
                OK + "Content-Length: +5\r\n" + body,
                OK + "Transfer-Encoding: chunked, chunked\r\n" + body,
                OK + "Transfer-Encoding: gzip, chunked\r\n" + body,
                OK + "Transfer-Encoding:\r\nContent-Length: 5\r\n" + body,
                OK + "Transfer-Encoding : chunked\r\n" + body,
                OK + "X-A: b\r\n Transfer-Encoding: chunked\r\n" + body,
                OK + "X-A: b\rX-Evil: c\r\n" + body,
                OK + "X-A: b\u0000c\r\n" + body,
                OK + "X-A: \u007f\r\n" + body,
                OK + "X A: b\r\n" + body,
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n" + body,
                "HTTP/1.2 200 OK\r\n" + body,
                "HTTP/2 200 OK\r\n" + body,
                "HTTP/3.0 200\r\n" + body,
                "HTTP/1.1 200 O\u0000K\r\n" + body,
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + body,
                "HTTP/1.1 102 Processing\r\n\r\n".repeat(50) + OK + body,
                OK + IntStream.range(0, 300).mapToObj(i -> "X-A: " + i + "\r\n").collect(Collectors.joining()) + body);
    }

    @ParameterizedTest
    @MethodSource("doubtfulAnswers")
    void aDoubtfulAnswerIs502AndTheCallersConnectionGoesOn(String bytes) throws IOException {
        ollama.next("GET /api/tags", Behaviour.raw(bytes));
        try (Conversation caller = new Conversation(gate)) {
            RawAnswer answer = caller.ask(tags());
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("X-Evil")).isEmpty();
            assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
            assertThat(caller.ask(tags()).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no chunk\r\n",
                "-5\r\nhello\r\n",
                "5 5\r\nhello\r\n",
                "0x5\r\nhello\r\n",
                "5\nhello\n",
                "5\r\nhelloX\r\n",
                "5\r\nhello\n0\r\n\r\n",
                "fffffffffffffffff\r\nhello",
                "0\r\n"
            })
    void malformedChunksBreakTheConnection(String chunks) throws IOException {
        ollama.next("GET /api/tags", Behaviour.raw(CHUNKED + "3\r\n{}\n\r\n" + chunks));
        RawAnswer answer = gate.exchange(tags());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.ending()).isEqualTo(Ending.BROKEN);
    }

    @Test
    void extensionsAndTrailersOfAnAnswerEndHere() throws IOException {
        ollama.next(
                "GET /api/tags",
                Behaviour.raw(CHUNKED + "5;x=\"y\"\r\nhello\r\n0;end\r\nX-Late: 1\r\nSet-Cookie: token=evil\r\n\r\n"));
        try (RawClient client = gate.connect()) {
            RawAnswer answer = client.send(tags()).readAll(SOON);
            assertThat(answer.text()).isEqualTo("hello");
            assertThat(answer.head().lines()).noneMatch(line -> line.startsWith("X-Late") || line.contains("evil"));
            assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
            assertThat(client.send(tags()).readAll(SOON).status()).isEqualTo(200);
        }
    }

    /** The next caller would get it. */
    @Test
    void whatFollowsAnAnswerReachesNobody() throws IOException {
        String evil = OK + "Content-Length: 4\r\n\r\nevil";
        for (String first : List.of(
                OK + "Content-Length: 5\r\n\r\nhello",
                CHUNKED + "5\r\nhello\r\n0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n")) {
            ollama.next("GET /api/tags", Behaviour.rawThenSilence(first + evil));
            assertThat(gate.exchange(tags()).text()).doesNotContain("evil");
            for (int i = 0; i < 5; i++) {
                assertThat(gate.exchange(tags()).text()).contains("llama3.2");
            }
        }
    }

    /** Nobody can tell how much is missing. */
    @Test
    void anAnswerWithoutALengthThatIsResetIsBroken() throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        ollama.next("GET /api/tags", x -> {
            x.readBody();
            x.write(OK + "\r\nhello");
            while (seen.getCount() > 0) {
                x.pause(Duration.ofMillis(2));
            }
            x.die(Death.RESET);
            return true;
        });
        try (RawClient client = gate.connect().send(tags())) {
            client.readHead(SOON);
            assertThat(client.next(SOON).orElseThrow().text()).isEqualTo("hello");
            seen.countDown();
            assertThat(client.skipRest(SOON)).isZero();
            assertThat(client.ending()).isEqualTo(Ending.BROKEN);
        } finally {
            seen.countDown();
        }
    }

    /** Both ways: the caller asks again over their connection, and Corral over the one to Ollama. */
    @Test
    void whatHasNoBodySetsTheConnectionsFree() throws IOException {
        try (RawClient client = gate.connect()) {
            for (String head : List.of(
                    "HTTP/1.1 204 No Content\r\n\r\n",
                    "HTTP/1.1 304 Not Modified\r\nETag: \"x\"\r\nContent-Length: 300\r\n\r\n")) {
                ollama.next("GET /api/tags", x -> {
                    x.readBody();
                    x.write(head);
                    return true;
                });
                RawAnswer answer = client.send(tags()).readAll(SOON);
                assertThat(answer.status()).isEqualTo(Integer.parseInt(head.substring(9, 12)));
                assertThat(answer.body()).isEmpty();
                assertThat(client.send(tags()).readAll(SOON).status()).isEqualTo(200);
            }
            RawAnswer head = client.send(
                            RawClient.request("HEAD", TAGS, gate.user().bearer()))
                    .readAll(SOON);
            assertThat(Integer.parseInt(head.header("Content-Length").orElseThrow()))
                    .isPositive();
            assertThat(client.send(tags()).readAll(SOON).text()).contains("llama3.2");
        }
        assertThat(ollama.requests("/api/tags").stream()
                        .map(Recorded::connection)
                        .distinct())
                .as("connections to Ollama")
                .hasSizeLessThanOrEqualTo(2);
    }

    /** What is packed stays packed, with or without a length. */
    @Test
    void packedAnswersPassByteForByte() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("{\"models\":[]}".repeat(1000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = packed.toByteArray();
        String head = OK + "Content-Encoding: gzip\r\n";
        ollama.next(
                "GET /api/tags",
                x -> {
                    x.readBody();
                    x.write(head + "Content-Length: " + bytes.length + "\r\n\r\n");
                    x.write(bytes);
                    return true;
                },
                x -> {
                    x.readBody();
                    x.write(head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(bytes.length) + "\r\n");
                    x.write(bytes);
                    x.write("\r\n0\r\n\r\n");
                    return true;
                });
        for (int i = 0; i < 2; i++) {
            RawAnswer answer = gate.get(TAGS, gate.user().bearer(), "Accept-Encoding: gzip");
            assertThat(answer.header("Content-Encoding")).hasValue("gzip");
            assertThat(answer.body()).isEqualTo(bytes);
        }
    }

    private String tags() {
        return RawClient.request("GET", TAGS, gate.user().bearer());
    }
}
