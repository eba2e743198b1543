package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpUrlsTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:11434, http://127.0.0.1:11434",
        "http://127.0.0.1:11434/, http://127.0.0.1:11434",
        "HTTPS://Ollama.Example.ORG, https://ollama.example.org",
        "http://0.0.0.0:11434, http://127.0.0.1:11434",
        "http://[::]:11434, http://[::1]:11434",
        "http://[::1]:65535, http://[::1]:65535",
        "http://host:1, http://host:1",
        "http://my_ollama:11434, http://my_ollama:11434",
        "HTTP://Stack_ollama_1/, http://stack_ollama_1",
        "http://gpu_1.example.org:1, http://gpu_1.example.org:1",
        "http://_ollama, http://_ollama"
    })
    void oneServerHasOneSpelling(String text, String expected) throws Exception {
        assertThat(HttpUrls.parseOllamaUrl(text)).isEqualTo(URI.create(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:11434, does not begin with http",
        "127.0.0.1:11434, is not a URL",
        "//host, does not begin with http",
        "ftp://host, does not begin with http",
        "http://, is not a URL",
        "http:host, legal",
        "http://my_ollama:x, legal",
        "http://my_ollama:, legal",
        "http://my_ollama:0, port",
        "http://my_ollama:65536, port",
        "http://my_ollama:123456, legal",
        "http://my_ol..lama, legal",
        "http://my_ollama-, legal",
        "http://my_oll$ama, legal",
        "http://my_ollama/api, has a path",
        "http://user@my_ollama, user name",
        "https://my_ollama, certificate",
        "http://host:x, legal",
        "http://host:0, port",
        "http://host:65536, port",
        "http://host/api, has a path",
        "http://host//x, has a path",
        "http://host?, query",
        "http://host?a=b, query",
        "http://host#a, fragment",
        "http://user@host, user name",
        "http://user:password@host, user name",
        "http://us_er@ho_st, user name",
        "http://ho|st, is not a URL"
    })
    void whatCorralCanNotReachIsRefused(String text, String problem) {
        assertThatThrownBy(() -> HttpUrls.parseOllamaUrl(text))
                .isInstanceOf(WrongValueException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ai.example.org, https://ai.example.org",
        "https://ai.example.org/, https://ai.example.org",
        "https://ai.example.org/corral//, https://ai.example.org/corral",
        "http://localhost:8080/a/b, http://localhost:8080/a/b",
        "https://my_host:8443/a, https://my_host:8443/a"
    })
    void publicUrlKeepsItsPathWithoutTheLastSlash(String text, URI expected) throws Exception {
        assertThat(HttpUrls.parsePublicUrl(text)).isEqualTo(expected);
    }

    @Test
    void programmersAreHeldToTheShortestForm() {
        HttpUrls.requireOllamaUrl(URI.create("http://host:1"));
        for (String url : List.of("http://host:1/", "http://HOST:1", "http://0.0.0.0", "host", "http://host/a")) {
            assertThatThrownBy(() -> HttpUrls.requireOllamaUrl(URI.create(url)))
                    .as(url)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
