package org.corral.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.corral.http.FakeRequest;
import org.corral.http.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalPathTest {
    @Test
    void isWhatTheServletMappingSaw() throws RefusedException {
        assertThat(CanonicalPath.of(FakeRequest.of("GET", "/api/chat")
                        .context("/corral")
                        .servlet("/ollama")
                        .build()))
                .isEqualTo("/ollama/api/chat");
        assertThat(CanonicalPath.of(FakeRequest.of("GET", "").servlet("/ollama").build()))
                .isEqualTo("/ollama");
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
        assertThatThrownBy(() -> CanonicalPath.of(FakeRequest.of("GET", path).build()))
                .isInstanceOf(RefusedException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "//api/v1/users/, two slashes at its beginning",
        "/api/v1//users/, two slashes together",
        "/api/v1/users//, two slashes together",
        "/api/v1/../users/, a segment",
        "/api/v1/users;x, ';'"
    })
    void refusalSaysWhatIsWrong(String path, String fault) {
        assertThatThrownBy(() -> CanonicalPath.of(FakeRequest.of("GET", path).build()))
                .hasMessageContaining(fault);
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
        try {
            return Optional.of(CanonicalPath.of(
                    FakeRequest.of("GET", info).servlet("/ollama").build()));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/models/llama3.2:latest", "/a/...", "/a/.b", "/a/b/", "/"})
    void ordinaryPathsHaveOne(String path) throws RefusedException {
        assertThat(CanonicalPath.of(FakeRequest.of("GET", path).build())).isEqualTo(path);
    }
}
