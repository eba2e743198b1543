package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.corral.body.PrivilegedOption;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.upstream.Field;
import org.corral.upstream.ResponseHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderPolicyTest {

    private static List<String> sent(FakeRequest request) {
        return HeaderPolicy.request(request.build()).stream().map(Field::key).toList();
    }

    private static ResponseHead head(int status, String... lines) {
        return new ResponseHead(
                status,
                1,
                Arrays.stream(lines)
                        .map(line -> line.split(": ", 2))
                        .map(pair -> new Field(pair[0], pair[1]))
                        .toList());
    }

    private static FakeResponse answered(ResponseHead head, boolean early) {
        FakeResponse response = new FakeResponse();
        HeaderPolicy.answer(head, early, response.http());
        return response;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Keep-Alive",
                "Proxy-Connection",
                "Proxy-Authenticate",
                "Proxy-Authorization",
                "TE",
                "Trailer",
                "Transfer-Encoding",
                "Upgrade",
                "From",
                "Host",
                "Content-Length",
                "Expect",
                "Origin",
                "Referer",
                "Access-Control-Request-Method",
                "Access-Control-Request-Headers",
                "Forwarded",
                "Authorization",
                "Cookie"
            })
    void fieldsOfOneConnectionAndOfThePersonDoNotReachOllama(String name) {
        assertThat(sent(FakeRequest.of("GET", "/").header(name, "x").header("Accept", "*/*")))
                .containsExactly("accept");
    }

    @Test
    void fieldThatConnectionNamesDoesNotPassEither() {
        FakeRequest request = FakeRequest.of("GET", "/")
                .header("Connection", "close, X-Hop")
                .header("Connection", " X-Other ")
                .header("X-Hop", "1")
                .header("X-Other", "2")
                .header("X-Stays", "3");

        assertThat(sent(request)).containsExactly("x-stays");
    }

    @Test
    void repeatedFieldPassesAsOftenAsItCame() {
        FakeRequest request = FakeRequest.of("GET", "/").header("X-Many", "1").header("X-Many", "2");

        assertThat(HeaderPolicy.request(request.build()))
                .extracting(Field::value)
                .containsExactly("1", "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection",
                "Transfer-Encoding",
                "Vary",
                "X-Request-Id",
                "Content-Security-Policy-Report-Only",
                "Referrer-Policy",
                "Alt-Svc",
                "Clear-Site-Data",
                "NEL",
                "Refresh",
                "Report-To",
                "Reporting-Endpoints",
                "Service-Worker-Allowed",
                "Strict-Transport-Security",
                "X-Sendfile",
                "X-Accel-Redirect",
                "X-Accel-Charset",
                "Access-Control-Allow-Origin",
                "Corral-Cut"
            })
    void ollamaDoesNotSpeakForTheSiteNorForCorral(String name) {
        assertThat(answered(head(200, name + ": x", "X-Stays: y"), false).header(name))
                .isEmpty();
        assertThat(answered(head(200, name + ": x", "X-Stays: y"), false).header("X-Stays"))
                .contains("y");
    }

    @Test
    void answerRunsNothingInABrowser() {
        assertThat(answered(head(200, "Content-Security-Policy: default-src *"), false)
                        .header("Content-Security-Policy"))
                .contains("default-src 'none'; frame-ancestors 'none'; sandbox");
    }

    @ParameterizedTest
    @ValueSource(strings = {"token=x", " Token =x", "__Host-token=x", "corral-device=x", "CORRAL-x=1", "x", "=x", ""})
    void ollamaSetsNoneOfCorralsCookies(String cookie) {
        assertThat(answered(head(200, "Set-Cookie: " + cookie), false).header("Set-Cookie"))
                .isEmpty();
    }

    @Test
    void otherCookiesPass() {
        assertThat(answered(head(200, "Set-Cookie: lang=en; Path=/"), false).header("Set-Cookie"))
                .contains("lang=en; Path=/");
    }

    @Test
    void streamPassesProxiesWithoutWaitingAndALengthIsKept() {
        assertThat(answered(head(200, "Content-Type: application/x-ndjson"), false)
                        .header("X-Accel-Buffering"))
                .contains("no");
        FakeResponse whole = answered(head(200, "Content-Type: application/json", "Content-Length: 12"), false);
        assertThat(whole.header("X-Accel-Buffering")).isEmpty();
        assertThat(whole.header("Content-Length")).contains("12");
    }

    @Test
    void answerBeforeTheEndOfTheRequestClosesTheConnection() {
        assertThat(answered(head(204, "X-A: b"), true).header("Connection")).contains("close");
        assertThat(answered(head(204, "X-A: b"), false).header("Connection")).isEmpty();
        assertThat(answered(head(200, "Content-Length: 0"), true).header("Content-Length"))
                .contains("0");
    }

    @Test
    void earlyAnswerWithContentEndsInAChunk() {
        FakeResponse early = answered(head(413, "Content-Length: 12"), true);
        assertThat(early.header("Trailers")).isPresent();
        assertThat(early.header("Content-Length")).isEmpty();
        assertThat(answered(head(413), true).header("Trailers")).isPresent();
        assertThat(answered(head(413, "Content-Length: 0"), true).header("Trailers"))
                .isEmpty();
        for (int status : List.of(204, 304)) {
            assertThat(answered(head(status), true).header("Trailers")).isEmpty();
        }
        assertThat(answered(head(413), false).header("Trailers")).isEmpty();
    }

    @Test
    void fieldThatOllamasConnectionNamesDoesNotReachTheCaller() {
        FakeResponse answer = answered(head(200, "Connection: close, X-Hop", "X-Hop: 1", "X-Stays: 2"), false);
        assertThat(answer.header("X-Hop")).isEmpty();
        assertThat(answer.header("X-Stays")).contains("2");
    }

    @Test
    void redirectIsNoAnswerButNotModifiedIs() {
        assertThat(Stream.of(300, 301, 302, 307, 308, 399).map(HeaderPolicyTest::head))
                .allMatch(HeaderPolicy::isRedirect);
        assertThat(Stream.of(200, 204, 299, 304, 400, 404, 500).map(HeaderPolicyTest::head))
                .noneMatch(HeaderPolicy::isRedirect);
    }

    @Test
    void whatWasCutIsNamedInOrder() {
        assertThat(HeaderPolicy.names(EnumSet.of(PrivilegedOption.WEB_SEARCH, PrivilegedOption.KEEP_ALIVE)))
                .isEqualTo("keep_alive, web_search");
    }
}
