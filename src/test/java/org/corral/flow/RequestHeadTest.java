package org.corral.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import org.corral.http.FakeRequest;
import org.corral.http.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadTest {
    private static FakeRequest request(String... fields) {
        FakeRequest request = FakeRequest.of("POST", "/x").header("Host", "corral.test");
        Arrays.stream(fields).forEach(field -> {
            String[] parts = field.split(": ?", 2);
            request.header(parts[0], parts[1]);
        });
        return request;
    }

    private static Optional<Refusal> refusal(FakeRequest request) {
        return RequestHead.refusal(request.build());
    }

    private static void isRefused(FakeRequest request, int status) {
        Refusal refusal = refusal(request).orElseThrow();
        assertThat(refusal.status()).isEqualTo(status);
        assertThat(refusal.headers()).containsEntry("Connection", "close");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-A: b",
                "Content-Length: 0",
                "Content-Length: 5",
                "Content-Length: 007",
                "Content-Length: 999999999999999999",
                "Transfer-Encoding: chunked",
                "transfer-encoding: CHUNKED"
            })
    void oneLengthOrChunksPass(String field) {
        assertThat(refusal(request(field))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+5",
                "-5",
                "0x5",
                "5 5",
                "5, 5",
                "5,6",
                "five",
                "",
                " 5",
                "5;a",
                "1000000000000000000",
                "99999999999999999999",
                "\u0665"
            })
    void whatIsNoLengthIsRefused(String length) {
        isRefused(request("Content-Length: x").header("Content-Length", length), 400);
        FakeRequest alone =
                FakeRequest.of("POST", "/x").header("Host", "corral.test").header("Content-Length", length);
        isRefused(alone, 400);
    }

    @Test
    void twoLengthsAreRefusedEvenIfTheyAreEqual() {
        isRefused(request("Content-Length: 5", "Content-Length: 5"), 400);
        isRefused(request("Content-Length: 5", "content-length: 6"), 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "identity",
                "gzip",
                "gzip, chunked",
                "chunked, gzip",
                "chunked, chunked",
                "xchunked",
                "\"chunked\"",
                "\u000bchunked",
                "chunked;a=b",
                "chunked,"
            })
    void anyOtherCodingIsRefused(String coding) {
        isRefused(request().header("Transfer-Encoding", coding), 400);
    }

    @Test
    void chunksTwiceOrBesideALengthAreRefused() {
        isRefused(request("Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), 400);
        isRefused(request("Transfer-Encoding: chunked", "Content-Length: 5"), 400);
    }

    /** RFC 9112, 6.1: the next request would be found within them. */
    @Test
    void chunksOverTheOldVersionAreRefused() {
        isRefused(request("Transfer-Encoding: chunked").protocol("HTTP/1.0"), 400);
    }

    @Test
    void oneHostIsNeeded() {
        isRefused(request("Host: other.test"), 400);
        isRefused(FakeRequest.of("GET", "/x"), 400);
        assertThat(refusal(FakeRequest.of("GET", "/x").protocol("HTTP/1.0"))).isEmpty();
        isRefused(request("Host: other.test").protocol("HTTP/1.0"), 400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/9.9", "HTTP/1.2", "HTTP/0.9", "http/1.1", ""})
    void anotherVersionIsRefused(String version) {
        isRefused(request().protocol(version), 505);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host ", "Transfer-Encoding ", "X A", "X\u0000", "X\u00e9", "(X)"})
    void aNameThatIsNoneIsRefused(String name) {
        isRefused(request().header(name, "chunked"), 400);
    }

    /** There is no framing by fields there (RFC 9113, 8.2.2), and the host comes in another way. */
    @ParameterizedTest
    @ValueSource(strings = {"HTTP/2.0", "HTTP/2"})
    void overHttp2TheServerHasSeenToIt(String version) {
        assertThat(refusal(FakeRequest.of("POST", "/x").protocol(version))).isEmpty();
    }
}
