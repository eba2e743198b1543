package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where an answer begins and ends among the bytes of a connection (RFC 9112, 6.3), wherever they are cut. */
class ResponseReaderTest {
    private static final int HEAD_BYTES = 1000;
    private static final Limits LIMITS = new Limits(HEAD_BYTES, 20, Duration.ofSeconds(1), Duration.ofSeconds(1));
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX: y\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
            })
    void anAnswerIsTheSameWhereverItIsCut(String bytes) throws MalformedResponseException {
        for (int first = 0; first <= bytes.length(); first++) {
            for (int second = first; second <= bytes.length(); second++) {
                Reading reading = new Reading("GET");
                boolean early = reading.take(bytes.substring(0, first)) || reading.take(bytes.substring(first, second));

                assertThat(early).isEqualTo(second == bytes.length());
                assertThat(early || reading.take(bytes.substring(second))).isTrue();
                assertThat(reading.heard.head().status()).isEqualTo(200);
                assertThat(reading.heard.text()).isEqualTo("hello");
                assertThat(reading.reader.keepsConnection()).isTrue();
            }
        }
    }

    @Test
    void byteForByteItIsTheSameToo() throws MalformedResponseException {
        String bytes = "HTTP/1.1 200 OK\r\n" + CHUNKED + "\r\n5\r\nhello\r\n0\r\n\r\n";
        Reading reading = new Reading("GET");
        for (int i = 0; i < bytes.length() - 1; i++) {
            assertThat(reading.take(bytes.substring(i, i + 1))).isFalse();
        }
        assertThat(reading.take("\n")).isTrue();
        assertThat(reading.heard.text()).isEqualTo("hello");
    }

    /** Its length is that of the answer to GET, and nothing follows. */
    @ParameterizedTest
    @CsvSource({"HEAD, 200 OK", "GET, 204 No Content", "GET, 304 Not Modified", "POST, 204 No Content"})
    void whatHasNoBodyEndsWithItsHead(String method, String status) throws MalformedResponseException {
        for (String framing : List.of("", "Content-Length: 17\r\n", CHUNKED)) {
            Reading reading = new Reading(method);

            assertThat(reading.take("HTTP/1.1 " + status + "\r\n" + framing + "\r\nHTTP/1.1 500"))
                    .isTrue();
            assertThat(reading.heard.text()).isEmpty();
            assertThat(reading.left).as("what does not belong to it").isEqualTo("HTTP/1.1 500");
        }
    }

    @Test
    void withoutALengthItEndsWithTheConnection() throws MalformedResponseException {
        Reading reading = new Reading("GET");

        assertThat(reading.take("HTTP/1.0 200 OK\r\n\r\nhel")).isFalse();
        assertThat(reading.take("lo")).isFalse();
        assertThat(reading.reader.isCompleteAtEnd()).isTrue();
        assertThat(reading.reader.keepsConnection()).isFalse();
        assertThat(reading.heard.text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, X: y, true",
        "HTTP/1.1, Connection: keep-alive, true",
        "HTTP/1.1, Connection: close, false",
        "HTTP/1.1, connection: CLOSE, false",
        "HTTP/1.1, 'Connection: a,, close ,b', false",
        "HTTP/1.0, X: y, false",
        "HTTP/1.0, Connection: keep-alive, false"
    })
    void aConnectionIsKeptIfNobodySaysOtherwise(String version, String field, boolean kept)
            throws MalformedResponseException {
        Reading reading = new Reading("GET");

        assertThat(reading.take(version + " 200 OK\r\nContent-Length: 0\r\n" + field + "\r\n\r\n"))
                .isTrue();
        assertThat(reading.reader.keepsConnection()).isEqualTo(kept);
    }

    /** What two readers could take for bodies of two lengths. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\n" + CHUNKED,
                CHUNKED + "Content-Length: 5\r\n",
                CHUNKED + CHUNKED,
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: \"chunked\"\r\n",
                "Transfer-Encoding: chunked;q=1\r\n",
                "Transfer-Encoding:\r\n",
                "Transfer-Encoding: ,\r\n",
                "Transfer-Encoding:\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: 5\r\nContent-Length: 5\r\n",
                "Content-Length: 5, 5\r\n",
                "Content-Length: 5,6\r\n",
                "Content-Length:\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: -5\r\n",
                "Content-Length: 0x5\r\n",
                "Content-Length: 5 5\r\n",
                "Content-Length: 5.0\r\n",
                "Content-Length: \u00b2\r\n",
                "Content-Length: 9999999999999999999\r\n"
            })
    void aBodyHasOneLength(String fields) {
        isMalformed("HTTP/1.1 200 OK\r\n" + fields + "\r\n");
    }

    @Test
    void chunksAreNotForTheOldVersion() {
        isMalformed("HTTP/1.0 200 OK\r\n" + CHUNKED + "\r\n");
    }

    @Test
    void nobodyHasAskedForAnotherProtocol() {
        isMalformed("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    }

    @Test
    void interimAnswersHaveALimit() {
        isMalformed("HTTP/1.1 100 Continue\r\n\r\n".repeat(17));
    }

    @Test
    void aHeadHasALimitHoweverItArrives() throws MalformedResponseException {
        String begun = "HTTP/1.1 200 OK\r\nX: ";
        String fits = begun + "x".repeat(HEAD_BYTES - begun.length() - 4) + "\r\n\r\n";
        assertThat(new Reading("HEAD").take(fits)).isTrue();
        isMalformed(begun + "x".repeat(HEAD_BYTES - begun.length() - 3) + "\r\n\r\n");

        Reading reading = new Reading("GET");
        reading.take(begun);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < HEAD_BYTES; i++) {
                        reading.take("x");
                    }
                })
                .isInstanceOf(MalformedResponseException.class);
    }

    /** The next answer over the connection owes nothing to the one before. */
    @Test
    void oneAnswerFollowsAnother() throws MalformedResponseException {
        Reading first = new Reading("GET");
        assertThat(first.take("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n" + CHUNKED + "\r\n0\r\n\r\n"))
                .isTrue();
        first.reader.reset();
        assertThat(first.reader.hasBegun()).isFalse();
        assertThat(first.take("HTTP/1.1 404 No\r\nContent-Length: 2\r\n\r\nno")).isTrue();
        assertThat(first.heard.head().status()).isEqualTo(404);
    }

    private static void isMalformed(String bytes) {
        assertThatThrownBy(() -> new Reading("GET").take(bytes)).isInstanceOf(MalformedResponseException.class);
    }

    /** One connection. */
    private static final class Reading {
        private final ResponseReader reader = new ResponseReader(LIMITS);
        private final Heard heard;
        private String left = "";

        Reading(String method) {
            this.heard = Heard.of(method, "/");
        }

        boolean take(String bytes) throws MalformedResponseException {
            // As the loop's buffer: what was read lies somewhere in it.
            ByteBuffer in = ByteBuffer.allocate(bytes.length() + 7).position(3).slice();
            in.put(bytes.getBytes(StandardCharsets.ISO_8859_1)).flip();
            boolean complete = reader.read(in, heard, heard::body);
            left = StandardCharsets.ISO_8859_1.decode(in).toString();
            return complete;
        }
    }
}
