package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a head of HTTP/1 and what only looks like one. */
class HeadParserTest {
    private static final int MOST_FIELDS = 10;

    @Test
    void statusVersionAndFieldsAreReadInTheirOrder() throws MalformedResponseException {
        ResponseHead head = parse("HTTP/1.1 200 OK\r\nX-A: 1\r\nx-b:2\r\nX-A: \t3 \t\r\n\r\n");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.fields()).containsExactly(new Field("X-A", "1"), new Field("x-b", "2"), new Field("X-A", "3"));
    }

    /** RFC 9112, 4: the blank after the status stands even where no reason follows, but servers forget it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 404 Not Found\r\n\r\n",
                "HTTP/1.1 404 \r\n\r\n",
                "HTTP/1.1 404\r\n\r\n",
                "HTTP/1.1 404\n\n"
            })
    void theReasonIsNobodysBusiness(String head) throws MalformedResponseException {
        assertThat(parse(head).status()).isEqualTo(404);
    }

    @Test
    void emptyValuesAndBytesBeyondAsciiStay() throws MalformedResponseException {
        ResponseHead head =
                parse("HTTP/1.0 200 OK\r\nX-Empty:\r\nX-Bytes: caf\u00e9 \u0080\u00ff\r\nX-Tab: a\tb\r\n\r\n");

        assertThat(head.minorVersion()).isZero();
        assertThat(head.first("x-empty")).hasValue("");
        assertThat(head.first("X-Bytes")).hasValue("caf\u00e9 \u0080\u00ff");
        assertThat(head.first("X-Tab")).hasValue("a\tb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/2.0 200 OK",
                "HTTP/1.2 200 OK",
                "HTTP/1.10 200 OK",
                "HTTP/1. 200 OK",
                "HTTP/11 200 OK",
                "http/1.1 200 OK",
                " HTTP/1.1 200 OK",
                "\r\nHTTP/1.1 200 OK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.1 20 OK",
                "HTTP/1.1 2000 OK",
                "HTTP/1.1 099 OK",
                "HTTP/1.1 2x0 OK",
                "HTTP/1.1 200OK",
                "HTTP/1.1 +20 OK",
                "HTTP/1.1 ",
                "HTTP/1.1",
                "ICY 200 OK",
                "",
                "HTTP/1.1 200 O\u0000K",
                "HTTP/1.1 200 O\rK"
            })
    void whatIsNoStatusLineIsMalformed(String line) {
        isMalformed(line + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no colon",
                ": no name",
                "X-A : 1",
                "X-A\t: 1",
                " X-A: 1",
                "X-A: 1\r\n folded",
                "X-A: 1\r\n\tfolded",
                "X A: 1",
                "X-\u00c4: 1",
                "X-A\u0000: 1",
                "X-A: 1\u0000",
                "X-A: 1\rX-B: 2",
                "X-A: 1\r\rX-B: 2",
                "X-A: \u0001",
                "X-A: \u007f",
                "X-A: a\u000bb",
                "\r",
                "(X): 1"
            })
    void whatIsNoFieldIsMalformed(String line) {
        isMalformed("HTTP/1.1 200 OK\r\n" + line + "\r\n\r\n");
    }

    @Test
    void thereMayBeSoManyFieldsAndNoMore() throws MalformedResponseException {
        assertThat(parse(withFields(MOST_FIELDS)).fields()).hasSize(MOST_FIELDS);
        isMalformed(withFields(MOST_FIELDS + 1));
    }

    @Test
    void theHeadEndsAfterTheFirstEmptyLine() {
        assertThat(end("HTTP/1.1 200 OK\r\n\r\n\r\n\r\n")).isEqualTo(19);
        assertThat(end("HTTP/1.1 200 OK\n\nX")).isEqualTo(17);
        assertThat(end("HTTP/1.1 200 OK\n\r\nX")).isEqualTo(18);
        assertThat(end("HTTP/1.1 200 OK\r\nA: b\r\n")).isNegative();
        assertThat(end("HTTP/1.1 200 OK\r\n\r")).isNegative();
        assertThat(end("HTTP/1.1 200 OK\r\r\n\r\n")).isEqualTo(20);
    }

    private static String withFields(int count) {
        StringBuilder head = new StringBuilder("HTTP/1.1 200 OK\r\n");
        IntStream.range(0, count).forEach(i -> head.append("X: ").append(i).append("\r\n"));
        return head.append("\r\n").toString();
    }

    private static void isMalformed(String head) {
        assertThatThrownBy(() -> parse(head)).isInstanceOf(MalformedResponseException.class);
    }

    private static int end(String text) {
        byte[] bytes = bytes(text);
        return HeadParser.end(bytes, 0, bytes.length);
    }

    private static ResponseHead parse(String text) throws MalformedResponseException {
        byte[] bytes = bytes(text);
        int end = HeadParser.end(bytes, 0, bytes.length);
        return new HeadParser(bytes, 0, end < 0 ? bytes.length : end, MOST_FIELDS).parse();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
