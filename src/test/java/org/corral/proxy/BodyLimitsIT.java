package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.corral.it.OwnGate;
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

/** What bodies may take of memory, on a server that has memory for one of the largest only. */
@Tag("tomcat")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyLimitsIT {
    private static final int MOST = 1 << 20;
    private static final String GENERATE = "/ollama/api/generate";

    @AutoClose
    private final OwnGate gate = OwnGate.start(with -> with.contextParam("corral.max-body", "1MB")
            .contextParam("corral.body-memory", "1MB")
            .contextParam("corral.upload-timeout", "30s"));

    private final StandInOllama ollama = gate.ollama();
    private final String bearer = gate.admin().bearer();

    @BeforeEach
    void forget() {
        gate.forget();
    }

    /** A question with a picture, of so many bytes in all. */
    private static byte[] question(int length) {
        byte[] head = "{\"model\":\"llama3.2\",\"stream\":false,\"images\":[\"".getBytes(StandardCharsets.US_ASCII);
        byte[] tail = "\"],\"prompt\":\"hi\"}".getBytes(StandardCharsets.US_ASCII);
        byte[] question = new byte[length];
        Arrays.fill(question, (byte) 'A');
        System.arraycopy(head, 0, question, 0, head.length);
        System.arraycopy(tail, 0, question, length - tail.length, tail.length);
        return question;
    }

    private RawClient begun(String path, int announced) throws IOException {
        return gate.connect().send(RawClient.request("POST", path, bearer, "Content-Length: " + announced));
    }

    private RawAnswer ask(byte[] body) throws IOException {
        try (RawClient client = begun(GENERATE, body.length)) {
            return client.send(body).readAll(SOON);
        }
    }

    private RawAnswer askInChunks(byte[] body) throws IOException {
        try (RawClient client =
                gate.connect().send(RawClient.request("POST", GENERATE, bearer, "Transfer-Encoding: chunked"))) {
            for (int at = 0; at < body.length; at += 10_000) {
                client.sendChunk(Arrays.copyOfRange(body, at, Math.min(body.length, at + 10_000)));
            }
            return client.sendChunk(new byte[0]).readAll(SOON);
        }
    }

    /** However small the steps, nobody holds the memory of all for longer than it takes to send a body. */
    @Test
    void aBodyThatTakesTooLongIsGivenUp() throws IOException {
        OwnGate other = OwnGate.sharedAndHasty();
        String path = other.site().context() + GENERATE;
        try (RawClient slow = other.connect()
                .send(RawClient.request("POST", path, other.admin().bearer(), "Content-Length: 1000"))) {
            RawAnswer answer = slow.send(new byte[10]).readAll(SOON);
            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.text()).contains("did not arrive in time");
        }
    }

    private void isTooLarge(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(413);
        assertThat(answer.text()).contains("1MB");
        assertThat(ollama.requests()).isEmpty();
    }

    @Test
    void theLargestBodyPasses() throws IOException {
        byte[] largest = question(MOST);
        assertThat(ask(largest).status()).isEqualTo(200);
        assertThat(askInChunks(question(MOST - 100_000)).status()).isEqualTo(200);
        assertThat(ollama.requests("/api/generate").get(0).bodyDigest()).isEqualTo(digest(largest));
    }

    @Test
    void aLargerOneIsRefusedThoughAllOfItIsSent() throws IOException {
        isTooLarge(ask(question(MOST + 1)));
        isTooLarge(ask(question(20 * MOST)));
        isTooLarge(askInChunks(question(MOST + 1)));
        isTooLarge(askInChunks(question(20 * MOST)));
        allMemoryIsThere();
    }

    /** Nobody has to send what is not wanted. */
    @Test
    void aLengthThatIsTooLargeIsRefusedBeforeTheEnd() throws IOException {
        try (RawClient client = begun(GENERATE, 2 * MOST)) {
            client.send(Arrays.copyOf(question(2 * MOST), MOST / 2));
            isTooLarge(client.readAll(SOON));
        }
    }

    @Test
    void whoFindsNoMemoryIsToldToComeBack() throws IOException {
        byte[] half = question(MOST * 3 / 4);
        long end = System.nanoTime() + SOON.toNanos();
        while (!secondIsRefusedAndFirstIsNot(half)) {
            assertThat(System.nanoTime()).isLessThan(end);
        }
        allMemoryIsThere();
    }

    /** Who of the two is first is not said before the server has read what was sent: it may be the other, or neither. */
    private boolean secondIsRefusedAndFirstIsNot(byte[] body) throws IOException {
        try (RawClient first = begun(GENERATE, body.length)) {
            first.send(Arrays.copyOf(body, body.length - 1));
            RawAnswer second = ask(body);
            RawAnswer late = first.send(Arrays.copyOfRange(body, body.length - 1, body.length))
                    .readAll(SOON);
            for (RawAnswer answer : List.of(late, second)) {
                assertThat(answer.status()).as(answer::text).isIn(200, 503);
                if (answer.status() == 503) {
                    assertThat(Integer.parseInt(answer.header("Retry-After").orElseThrow()))
                            .isPositive();
                }
            }
            return late.status() == 200 && second.status() == 503;
        }
    }

    @Test
    void whoLeavesGivesTheirMemoryBack() throws IOException {
        byte[] half = question(MOST * 3 / 4);
        for (int i = 0; i < 10; i++) {
            try (RawClient client = begun(GENERATE, half.length)) {
                client.send(Arrays.copyOf(half, half.length - 1));
                if (i % 2 == 0) {
                    client.reset();
                }
            }
            allMemoryIsThere();
        }
    }

    @Test
    void whatIsRefusedGivesItsMemoryBack() throws IOException {
        byte[] broken = question(MOST);
        broken[MOST - 1] = ' ';
        assertThat(ask(broken).status()).isEqualTo(400);
        allMemoryIsThere();
        byte[] nameless = new String(question(MOST), StandardCharsets.US_ASCII)
                .replace("llama3.2", "lla/\\/.2")
                .getBytes(StandardCharsets.US_ASCII);
        assertThat(ask(nameless).status()).isEqualTo(400);
        allMemoryIsThere();
    }

    /** A whole body at once takes all there is; the server may be about to notice that somebody has left. */
    private void allMemoryIsThere() throws IOException {
        byte[] largest = question(MOST);
        RawAnswer answer = ask(largest);
        for (long end = System.nanoTime() + SOON.toNanos(); answer.status() == 503 && System.nanoTime() < end; ) {
            answer = ask(largest);
        }
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        ollama.reset();
    }

    @Test
    void aBlobIsStreamedAndTakesNone() throws IOException {
        byte[] blob = question(8 * MOST);
        try (RawClient client = begun("/ollama/api/blobs/" + digest(blob), blob.length)) {
            assertThat(client.send(blob).readAll(SOON).status()).isEqualTo(201);
        }
        assertThat(ollama.hasBlob(digest(blob))).isTrue();
    }

    @Test
    void whatMakesAModelIsBounded() throws IOException {
        byte[] create = question(MOST + 1);
        try (RawClient client = begun("/ollama/api/create", create.length)) {
            isTooLarge(client.send(create).readAll(SOON));
        }
    }

    /** A form is written anew, for which it is in memory twice. */
    @Test
    void aFormTakesTwiceItsSize() throws IOException {
        assertThat(transcribe(MOST / 4).status()).isEqualTo(200);
        assertThat(transcribe(MOST * 3 / 4).status()).isEqualTo(503);
        allMemoryIsThere();
    }

    private RawAnswer transcribe(int length) throws IOException {
        String form = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nllama3.2\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.wav\"\r\n\r\n"
                + "R".repeat(length)
                + "\r\n--b--\r\n";
        return gate.exchange(RawClient.request(
                        "POST",
                        "/ollama/v1/audio/transcriptions",
                        bearer,
                        "Content-Type: multipart/form-data; boundary=b",
                        "Content-Length: " + form.length())
                + form);
    }

    /**
     * With {@value #HEAP}, of which Corral needs some 45 MB when nothing is asked, there is room for the pictures and not
     * again for half of them; the server's log would tell of a heap that was too small.
     */
    @Test
    void fiftyMegabytesOfPicturesNeedNoMoreThanTwiceTheirSize() throws IOException {
        byte[] pictures = question(50 << 20);
        try (OwnGate small = OwnGate.start(with -> with.jvmArg(HEAP))) {
            String caller = small.admin().bearer();
            for (int i = 0; i < 3; i++) {
                small.forget();
                try (RawClient client = small.connect()
                        .send(RawClient.request("POST", GENERATE, caller, "Content-Length: " + pictures.length))) {
                    client.send(pictures);
                    Recorded arrived = small.ollama().awaitRequest("/api/generate", SOON);
                    assertThat(arrived.bodyDigest()).isEqualTo(digest(pictures));
                    client.readAll(SOON);
                }
            }
            assertThat(small.tomcat().log()).doesNotContain("OutOfMemoryError");
        }
    }

    private static final String HEAP = "-Xmx128m";

    private static String digest(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
