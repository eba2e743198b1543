package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in chunks (RFC 9112, 7.1), cut at every place. */
class ChunkedDecoderTest {
    private static final String WHOLE = """
            4;name=value; other="a b"
            Wiki
            00A \t;x
            0123
            6789
            1
            !
            0;end
            X-Trailer: 1
            X-Two: 2

            """.replace("\n", "\r\n");

    private static final String CONTENT = "Wiki0123\r\n6789!";

    @Test
    void aBodyIsTheSameWhereverItIsCut() throws MalformedResponseException {
        for (int first = 0; first <= WHOLE.length(); first++) {
            for (int second = first; second <= WHOLE.length(); second++) {
                Reading reading = new Reading();
                boolean early = reading.take(WHOLE.substring(0, first)) || reading.take(WHOLE.substring(first, second));

                assertThat(early).isEqualTo(second == WHOLE.length());
                assertThat(early || reading.take(WHOLE.substring(second))).isTrue();
                assertThat(reading.content).hasToString(CONTENT);
            }
        }
    }

    @Test
    void whatFollowsTheLastChunkIsLeft() throws MalformedResponseException {
        Reading reading = new Reading();

        assertThat(reading.take("1\r\nA\r\n0\r\n\r\nHTTP/1.1 200 OK")).isTrue();
        assertThat(reading.content).hasToString("A");
        assertThat(reading.left).isEqualTo("HTTP/1.1 200 OK");
    }

    /** Each of these is read in another way by some server or client. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "g\r\n",
                "-1\r\nA\r\n",
                "+1\r\nA\r\n",
                "0x1\r\nA\r\n",
                " 1\r\nA\r\n",
                "1\nA\r\n",
                "1\r\rA\r\n",
                "1 1\r\nA\r\n",
                "1 x\r\nA\r\n",
                "1,1\r\nA\r\n",
                "1;x\ny\r\nA\r\n",
                "1;x\ry\r\nA\r\n",
                "1;\u0000\r\nA\r\n",
                "1\r\nAB\r\n",
                "1\r\nA\n",
                "1\r\nA\rB",
                "1\r\nA1\r\n",
                "0\r\n\n",
                "0\r\n\rX",
                "1234567812345678\r\n",
                "ffffffffffffffff\r\n",
                "10000000000000000\r\n"
            })
    void nonsenseIsMalformed(String bytes) {
        assertThatThrownBy(() -> new Reading().take(bytes)).isInstanceOf(MalformedResponseException.class);
    }

    @Test
    void aChunkOfMoreThanTwoGigabytesIsCounted() throws MalformedResponseException {
        Reading reading = new Reading();

        assertThat(reading.take("c0000000\r\nA")).isFalse();
        assertThat(reading.content).hasToString("A");
    }

    /** Who sends nothing but what is passed over would be read for ever. */
    @ParameterizedTest
    @CsvSource({"'1;', x", "'1 ', ' '", "'0|', x", "'0|X:1|', x"})
    void whatIsPassedOverHasALimit(String before, String again) {
        Reading reading = new Reading();

        assertThatThrownBy(() -> {
                    reading.take(before.replace("|", "\r\n"));
                    reading.take(again.repeat(70_000));
                })
                .isInstanceOf(MalformedResponseException.class);
    }

    /** One body on its way. */
    private static final class Reading {
        private final ChunkedDecoder decoder = new ChunkedDecoder();
        private final StringBuilder content = new StringBuilder();
        private String left = "";

        boolean take(String bytes) throws MalformedResponseException {
            ByteBuffer in = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
            boolean complete =
                    decoder.decode(in, piece -> content.append(StandardCharsets.ISO_8859_1.decode(piece.duplicate())));
            left = StandardCharsets.ISO_8859_1.decode(in).toString();
            return complete;
        }
    }
}
