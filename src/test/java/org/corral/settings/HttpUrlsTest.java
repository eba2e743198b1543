package org.corral.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpUrlsTest {

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
        assertThat(HttpUrls.parseOllamaUrls(text)).isEqualTo(uris("http://a:1", "http://b:2"));
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:11434, http://127.0.0.1:11434",
        "http://127.0.0.1:11434/, http://127.0.0.1:11434",
        "HTTPS://Ollama.Example.ORG, https://ollama.example.org",
        "http://0.0.0.0:11434, http://127.0.0.1:11434",
        "http://[::]:11434, http://[::1]:11434",
        "http://[::1]:65535, http://[::1]:65535",
        "http://host:1, http://host:1"
    })
    void oneServerHasOneSpelling(String text, String expected) throws Exception {
        assertThat(HttpUrls.parseOllamaUrls(text)).isEqualTo(uris(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "';', names no server",
        "localhost:11434, does not begin with http",
        "127.0.0.1:11434, is not a URL",
        "//host, does not begin with http",
        "ftp://host, does not begin with http",
        "http://, is not a URL",
        "http:host, legal",
        "http://my_ollama:11434, legal",
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
        "http://ho|st, is not a URL",
        "'http://a,x', does not begin with http"
    })
    void whatCorralCanNotReachIsRefused(String text, String problem) {
        assertThatThrownBy(() -> HttpUrls.parseOllamaUrls(text))
                .isInstanceOf(WrongValueException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "https://ai.example.org, https://ai.example.org",
        "https://ai.example.org/, https://ai.example.org",
        "https://ai.example.org/corral//, https://ai.example.org/corral",
        "http://localhost:8080/a/b, http://localhost:8080/a/b"
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

    private static List<URI> uris(String... texts) {
        return Arrays.stream(texts).map(URI::create).toList();
    }
}
