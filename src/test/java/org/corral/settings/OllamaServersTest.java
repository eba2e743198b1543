package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OllamaServersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://a:1,http://b:2",
                "http://a:1;http://b:2",
                "http://a:1 http://b:2",
                " http://a:1 ,; \n http://b:2/ ;",
                "http://a:1,http://b:2,HTTP://A:1/"
            })
    void serversAreSeparatedByCommasSemicolonsOrBlanks(String text) throws Exception {
        assertThat(OllamaServers.urls(OllamaServers.parse(text)))
                .containsExactly(URI.create("http://a:1"), URI.create("http://b:2"));
    }

    @Test
    void aServerIsNamedByItsHostAndPort() throws Exception {
        assertThat(OllamaServers.parse("http://gpu1:11434 http://[::1]:1"))
                .extracting(OllamaServer::name)
                .containsExactly("gpu1:11434", "[::1]:1");
    }

    @Test
    void wishesStandBehindTheUrl() throws Exception {
        assertThat(OllamaServers.parse("http://gpu1:11434/#name=big/weight=3/parallel=4, http://gpu2#parallel=1"))
                .isEqualTo(List.of(
                        new OllamaServer(URI.create("http://gpu1:11434"), "big", 3, OptionalInt.of(4)),
                        new OllamaServer(URI.create("http://gpu2"), "gpu2", 1, OptionalInt.of(1))));
    }

    @ParameterizedTest
    @CsvSource({
        "';', names no server",
        "'http://a,x', does not begin with http",
        "http://a#, not understood",
        "http://a#big, not understood",
        "http://a#name=, with other characters",
        "http://a#name=a/name=b, not understood",
        "http://a#speed=1, not understood",
        "http://a#weight=0, weight that is not within 1 to 1000",
        "http://a#weight=-1, weight that is not within",
        "http://a#parallel=x, parallel that is not within 1 to 65535",
        "http://a#parallel=99999999999, parallel that is not within",
        "http://a#name=x http://b#name=x, one name"
    })
    void whatIsNotUnderstoodIsRefused(String text, String problem) {
        assertThatThrownBy(() -> OllamaServers.parse(text))
                .isInstanceOf(WrongValueException.class)
                .hasMessageContaining(problem);
    }
}
