package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "my_ollama, 11434, false, my_ollama:11434",
        "my_ollama, , false, my_ollama",
        "my_ollama, 80, false, my_ollama",
        "[::1], 443, false, [::1]:443",
        "ollama.example.org, 443, true, ollama.example.org",
        "ollama.example.org, , true, ollama.example.org"
    })
    void theHostIsToldWithoutThePortThatGoesWithoutSaying(String host, Integer port, boolean tls, String told) {
        OptionalInt given = port == null ? OptionalInt.empty() : OptionalInt.of(port);
        assertThat(Endpoint.of(host, given, tls).authority()).isEqualTo(told);
    }
}
