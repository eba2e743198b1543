package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "0ms, PT0S",
        "0, PT0S",
        "30s, PT30S",
        "10m, PT10M",
        "10m5ms, PT10M0.005S",
        "1h30m, PT1H30M",
        "2d, PT48H",
        "4w, PT672H",
        "1w2d3h4m5s6ms, PT219H4M5.006S",
        "999999999w, PT167999999832H",
        "007s, PT7S"
    })
    void unitsAddUp(String text, Duration expected) throws Exception {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "s",
                "-1s",
                "+1s",
                "1.5h",
                "1 s",
                "1h 30m",
                "30m1h",
                "1h1h",
                "1M",
                "1S",
                "1y",
                "1000000000s",
                "PT1S",
                "1s ",
                "\u0661s",
                "1ms1s"
            })
    void anythingElseIsNoDuration(String text) {
        assertThatThrownBy(() -> Durations.parse(text))
                .isInstanceOf(WrongValueException.class)
                .hasMessage("is not a duration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1ms", "250ms", "1500ms", "1s", "90s", "90m", "36h", "8d", "52w"})
    void textIsWhatParseReads(String text) throws Exception {
        assertThat(Durations.text(Durations.parse(text))).isEqualTo(text);
    }

    @Test
    void textPicksTheLargestUnitThatFits() {
        assertThat(Durations.text(Duration.ofHours(1))).isEqualTo("1h");
        assertThat(Durations.text(Duration.ofDays(3650))).isEqualTo("3650d");
    }
}
