package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.corral.upstream.Field;
import org.corral.upstream.ResponseHead;
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

    private static ResponseHead head(Field... fields) {
        return new ResponseHead(200, 1, List.of(fields));
    }

    private static Field type(String type) {
        return new Field("Content-Type", type);
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
        assertThat(after(Framing.EVENTS, "data: x\r", "\n\r\n").isBetween()).isTrue();
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
        assertThat(Framing.of(head(type("application/x-ndjson")))).contains(Framing.LINES);
        assertThat(Framing.of(head(type("Text/Event-Stream; charset=utf-8")))).contains(Framing.EVENTS);
        assertThat(Framing.of(head(type("application/json")))).isEmpty();
        assertThat(Framing.of(head())).isEmpty();
        assertThat(Stream.of("Content-Length", "Content-Encoding")).allSatisfy(spoiler -> assertThat(
                        Framing.of(head(type("application/x-ndjson"), new Field(spoiler, "1"))))
                .isEmpty());
    }
}
