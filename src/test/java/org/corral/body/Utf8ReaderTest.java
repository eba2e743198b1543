package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.CharConversionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8ReaderTest {
    private static final String TEXT = "aä€\ud83d\ude00".repeat(5000) + "b";

    /** However the body lies in memory, and however it is read. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 4000, 100_000})
    void everyCharacterStandsWhereItIs(int size) throws IOException {
        WholeBody body = Bodies.of(TEXT.getBytes(StandardCharsets.UTF_8), size);
        Utf8Reader reader = new Utf8Reader(body);
        StringBuilder read = new StringBuilder();
        char[] chars = new char[Math.max(2, size)];
        for (int count = reader.read(chars, 0, chars.length); count >= 0; count = reader.read(chars, 0, chars.length)) {
            read.append(chars, 0, count);
        }
        assertThat(read).hasToString(TEXT);
        for (int i = 0; i <= TEXT.length(); i += 1237) {
            int at = Character.isLowSurrogate(TEXT.charAt(Math.min(i, TEXT.length() - 1))) ? i + 1 : i;
            assertThat(reader.position(at)).isEqualTo(TEXT.substring(0, at).getBytes(StandardCharsets.UTF_8).length);
        }
        assertThat(reader.isMalformed()).isFalse();
    }

    @Test
    void whatIsNotUtf8IsSaidToBeNone() {
        for (byte[] malformed : new byte[][] {
            {'a', (byte) 0xc3},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            {'a', 0, 'b'},
            {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, '{'},
            {(byte) 0xfe, (byte) 0xff, 0, '{'}
        }) {
            Utf8Reader reader = new Utf8Reader(Bodies.of(malformed, 1));
            assertThatThrownBy(() -> {
                        char[] chars = new char[10];
                        while (reader.read(chars, 0, chars.length) >= 0) {
                            assertThat(reader.isMalformed()).isFalse();
                        }
                    })
                    .isInstanceOf(CharConversionException.class);
            assertThat(reader.isMalformed()).isTrue();
        }
    }
}
