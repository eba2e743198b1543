package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "1023B, 1023",
        "64KB, 65536",
        "64kb, 65536",
        "1MB, 1048576",
        "2GB, 2147483648",
        "2147483648, 2147483648",
        "999999999GB, 1073741822926258176",
        "999999999999999999, 999999999999999999"
    })
    void unitsArePowersOf1024(String text, long bytes) throws Exception {
        assertThat(Size.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "KB", "-1", "+1", "1.5MB", "1 KB", "1K", "1KiB", "1TB", "1000000000GB", "1000000000000000000"
            })
    void anythingElseIsNoSize(String text) {
        assertThatThrownBy(() -> Size.parse(text))
                .isInstanceOf(WrongValueException.class)
                .hasMessage("is not a size");
    }

    @Test
    void printsTheLargestUnitThatFits() {
        assertThat(new Size(0)).hasToString("0");
        assertThat(new Size(1023)).hasToString("1023");
        assertThat(new Size(1025)).hasToString("1025");
        assertThat(new Size(65536)).hasToString("64KB");
        assertThat(new Size(1L << 41)).hasToString("2048GB");
    }

    @Test
    void moreThanAnArrayHoldsIsNoInt() {
        assertThat(new Size(Integer.MAX_VALUE).toInt()).isEqualTo(Integer.MAX_VALUE);
        assertThatThrownBy(() -> new Size(Integer.MAX_VALUE + 1L).toInt()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void negativeIsRefused() {
        assertThatThrownBy(() -> new Size(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
