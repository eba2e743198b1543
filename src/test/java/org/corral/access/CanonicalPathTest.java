package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.corral.http.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
    @Test
    void isWhatTheServletMappingSaw() {
        assertThat(CanonicalPath.of(FakeRequest.of("GET", "/api/chat")
                        .context("/corral")
                        .servlet("/ollama")
                        .build()))
                .contains("/ollama/api/chat");
        assertThat(CanonicalPath.of(FakeRequest.of("GET", "").servlet("/ollama").build()))
                .contains("/ollama");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//api/v1/auths/signin",
                "/api/v1/auths/signin/../../users",
                "/api/v1/./users",
                "/api/v1/users/..",
                "/api/v1/users;jsessionid=1",
                "/api/v1\\users",
                "/api/v1/%2e%2e/users",
                "/api/v1/users\u0000",
                "/api/v1/users\r\n"
            })
    void whatCanBeReadInTwoWaysHasNone(String path) {
        assertThat(CanonicalPath.of(FakeRequest.of("GET", path).build())).isEmpty();
    }

    /** As Tomcat has it with {@code encodedSolidusHandling="passthrough"}, and WildFly by itself. */
    @Test
    void slashesOfAModelsNameMayBeEncoded() {
        assertThat(ofOllama("/v1/models/hf.co%2Fsomeone%2fmodel:tag"))
                .contains("/ollama/v1/models/hf.co/someone/model:tag");
        for (String path : List.of(
                "/v1/models/..%2F..%2Fapi%2Fme",
                "/v1/models/a%2F%2Fb", "/v1/models/a%252Fb", "/v1/models%2Fa", "/api%2Fchat", "/v1/models/a%5Cb")) {
            assertThat(ofOllama(path)).as(path).isEmpty();
        }
    }

    private static Optional<String> ofOllama(String info) {
        return CanonicalPath.of(FakeRequest.of("GET", info).servlet("/ollama").build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/llama3.2:latest", "/a/...", "/a/.b", "/a/b/", "/"})
    void ordinaryPathsHaveOne(String path) {
        assertThat(CanonicalPath.of(FakeRequest.of("GET", path).build())).contains(path);
    }
}
