package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.hc.core5.http.message.BasicHttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FramingTest {
    private static ByteBuffer piece(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Framing.Position after(Framing framing, String... pieces) {
        Framing.Position position = framing.start();
        for (String piece : pieces) {
            position.pass(piece(piece));
        }
        return position;
    }

    private static BasicHttpResponse head(String type) {
        BasicHttpResponse head = new BasicHttpResponse(200);
        head.addHeader("Content-Type", type);
        return head;
    }

    @Test
    void aLineOfOursMayBeTheFirst() {
        assertThat(Framing.LINES.start().isBetween()).isTrue();
        assertThat(Framing.EVENTS.start().isBetween()).isTrue();
        assertThat(Framing.EVENTS.start().rest(piece("data: x"))).isZero();
    }

    @Test
    void aLineEndsWithOneNewlineAndAnEventWithTwo() {
        assertThat(after(Framing.LINES, "{}", "\n").isBetween()).isTrue();
        assertThat(after(Framing.LINES, "{}\n{").isBetween()).isFalse();
        assertThat(after(Framing.EVENTS, "data: x\n").isBetween()).isFalse();
        assertThat(after(Framing.EVENTS, "data: x\n", "\n").isBetween()).isTrue();
        assertThat(after(Framing.EVENTS, "data: x\n", "id: 1\n").isBetween()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "LINES, {, '}#{}#', 2",
        "LINES, {, '\"a\"', 3",
        "EVENTS, data: x, '#event: y##z', 11",
        "EVENTS, data: x#, '#data: y##', 1",
        "EVENTS, data: x#, data: y, 7"
    })
    void theRestOfWhatIsOpenIsCounted(Framing framing, String before, String next, int rest) {
        Framing.Position position = after(framing, before.replace('#', '\n'));

        assertThat(position.rest(piece(next.replace('#', '\n')))).isEqualTo(rest);
    }

    @Test
    void onlyAStreamCanBeAddedTo() {
        assertThat(Framing.of(head("application/x-ndjson"))).contains(Framing.LINES);
        assertThat(Framing.of(head("Text/Event-Stream; charset=utf-8"))).contains(Framing.EVENTS);
        assertThat(Framing.of(head("application/json"))).isEmpty();
        assertThat(Framing.of(new BasicHttpResponse(200))).isEmpty();
        for (String spoiler : new String[] {"Content-Length", "Content-Encoding"}) {
            BasicHttpResponse head = head("application/x-ndjson");
            head.addHeader(spoiler, "1");
            assertThat(Framing.of(head)).isEmpty();
        }
    }
}
