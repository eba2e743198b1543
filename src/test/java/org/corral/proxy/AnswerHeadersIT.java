package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;
import static org.corral.standin.Behaviour.header;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields of Ollama's answer reach the caller, and how its body is framed. */
@Tag("portable")
@Timeout(60)
class AnswerHeadersIT {
    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @Test
    void hopByHopFieldsEndHere() throws IOException {
        RawAnswer answer = tags(header("Connection", "X-Hop-A")
                .and(header("CONNECTION", "keep-alive, x-hop-b"))
                .and(header("X-Hop-A", "1"))
                .and(header("X-HOP-B", "2"))
                .and(header("Keep-Alive", "timeout=5"))
                .and(header("Proxy-Authenticate", "Basic"))
                .and(header("Proxy-Connection", "keep-alive"))
                .and(header("Upgrade", "h2c")));
        assertThat(names(answer))
                .doesNotContain("x-hop-a", "x-hop-b", "proxy-authenticate", "proxy-connection", "upgrade");
        assertThat(answer.head().headers("Keep-Alive")).doesNotContain("timeout=5");
        assertThat(answer.head().headers("Connection")).isSubsetOf("keep-alive");
    }

    @Test
    void allOthersPassInNumberAndOrder() throws IOException {
        RawAnswer answer = tags(header("X-Many", "1")
                .and(header("X-Other", "a, b"))
                .and(header("x-many", "2"))
                .and(header("ETag", "\"abc\""))
                .and(header("Cache-Control", "max-age=5"))
                .and(header("Set-Cookie", "other=1; Path=/"))
                .and(header("Set-Cookie", "tokens=2")));
        assertThat(answer.head().headers("X-Many")).containsExactly("1", "2");
        assertThat(answer.head().headers("X-Other")).containsExactly("a, b");
        assertThat(answer.head().headers("ETag")).containsExactly("\"abc\"");
        assertThat(answer.head().headers("Cache-Control")).containsExactly("max-age=5");
        assertThat(answer.head().headers("Set-Cookie")).containsExactly("other=1; Path=/", "tokens=2");
    }

    @Tag("tomcat")
    @Test
    void emptyValuesAndBytesBeyondAsciiPass() throws IOException {
        RawAnswer answer = tags(header("X-Empty", "")
                .and(header("X-Bytes", "caf\u00e9 \u0080\u00ff"))
                .and(header("X-Tab", "a\tb"))
                .and(header("X-!#$%&'*+.^_`|~", "odd")));
        assertThat(answer.head().headers("X-Empty")).containsExactly("");
        assertThat(answer.head().headers("X-Bytes")).containsExactly("caf\u00e9 \u0080\u00ff");
        assertThat(answer.head().headers("X-Tab")).containsExactly("a\tb");
        assertThat(answer.head().headers("X-!#$%&'*+.^_`|~")).containsExactly("odd");
    }

    /** In any case, in several fields and in empty ones; how the body ends is not for them to say. */
    @Test
    void theConnectionFieldTakesNothingAwayThatTheCallerNeeds() throws IOException {
        RawAnswer answer = tags(header("Connection", "")
                .and(header("connection", " , ,"))
                .and(header("cOnNeCtIoN", "content-length, X-gOnE,\tkeep-alive"))
                .and(header("X-GONE", "1"))
                .and(header("X-Stays", "2")));
        assertThat(answer.head().headers("Content-Length")).containsExactly("" + answer.body().length);
        assertThat(answer.head().headers("X-Gone")).isEmpty();
        assertThat(answer.head().headers("X-Stays")).containsExactly("2");
    }

    @Test
    void nothingIsInvented() throws IOException {
        ollama.next("GET /api/tags", Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"));
        RawAnswer answer = gate.get("/ollama/api/tags", gate.user().bearer());
        assertThat(names(answer))
                .isSubsetOf(
                        "content-length",
                        "x-request-id",
                        "x-content-type-options",
                        "content-security-policy",
                        "referrer-policy",
                        // The server's own, of its connection with the caller.
                        "date",
                        "x-frame-options",
                        "connection",
                        "keep-alive");
    }

    /** nginx and its like collect an answer otherwise, and every token comes at the end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ollama/api/chat",
                "/ollama/api/generate",
                "/ollama/v1/chat/completions",
                "/ollama/v1/completions",
                "/ollama/v1/responses",
                "/ollama/v1/messages"
            })
    void proxiesInFrontAreToldToPassAStreamOnAsItComes(String path) throws IOException {
        assertThat(ask(path, true).head().headers("X-Accel-Buffering")).containsExactly("no");
        assertThat(ask(path, false).head().headers("X-Accel-Buffering")).isEmpty();
    }

    private RawAnswer ask(String path, boolean stream) throws IOException {
        String json = "{\"model\":\"llama3.2\",\"stream\":" + stream
                + ",\"prompt\":\"hi\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        return gate.post(path, json, gate.user().bearer());
    }

    /** They would answer with files of their own, or collect what they should pass on. */
    @Test
    void ollamaSaysNothingToProxiesInFront() throws IOException {
        RawAnswer answer = tags(header("X-Accel-Redirect", "/internal")
                .and(header("x-accel-buffering", "yes"))
                .and(header("X-Accel-Expires", "100"))
                .and(header("X-Sendfile", "/etc/passwd"))
                .and(header("X-Stays", "2")));
        assertThat(answer.head().headers("X-Stays")).containsExactly("2");
        assertThat(names(answer))
                .doesNotContain("x-accel-redirect", "x-accel-buffering", "x-accel-expires", "x-sendfile");
    }

    /** What a browser would take for the word of the whole site, of which Ollama is only a guest. */
    @Test
    void ollamaDoesNotSpeakForTheSite() throws IOException {
        RawAnswer answer = tags(header("Clear-Site-Data", "\"*\"")
                .and(header("Strict-Transport-Security", "max-age=1"))
                .and(header("Alt-Svc", "h2=\"evil.example:443\""))
                .and(header("NEL", "{}"))
                .and(header("Report-To", "{}"))
                .and(header("Reporting-Endpoints", "a=\"https://evil.example\""))
                .and(header("Refresh", "0;url=https://evil.example"))
                .and(header("Service-Worker-Allowed", "/"))
                .and(header("Content-Security-Policy-Report-Only", "report-uri https://evil.example")));
        assertThat(answer.head().lines()).noneMatch(line -> line.contains("evil"));
        assertThat(names(answer)).doesNotContain("clear-site-data", "strict-transport-security", "nel", "report-to");
        assertThat(answer.header("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'", "sandbox"));
    }

    /** Who may read an answer from which page is decided here. */
    @Test
    void ollamasWordsOnCrossOriginAccessEndHere() throws IOException {
        RawAnswer answer = tags(header("Access-Control-Allow-Origin", "*")
                .and(header("ACCESS-CONTROL-ALLOW-CREDENTIALS", "true"))
                .and(header("Access-Control-Allow-Private-Network", "true"))
                .and(header("Vary", "Origin")));
        assertThat(names(answer))
                .noneMatch(name -> name.startsWith("access-control-"))
                .doesNotContain("vary");
    }

    /** Browsers trim blanks from a cookie's name, and send one without a name as its value alone. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "token=evil; Path=/",
                "__Host-token=evil; Path=/; Secure",
                "__secure-token=evil; Path=/; Secure",
                "token =evil",
                " token=evil",
                "\ttoken\t=evil",
                "Token=evil",
                "token",
                "token;Path=/",
                "=token=evil",
                " = token=evil",
                "corral-device=evil; Path=/api/v1/auths",
                " Corral-Device =evil"
            })
    void ollamaCannotSignTheCallerInAsSomebodyElse(String cookie) throws IOException {
        RawAnswer answer = tags(header("Set-Cookie", cookie).and(header("Set-Cookie", "other=1")));
        assertThat(answer.head().headers("Set-Cookie")).containsExactly("other=1");
    }

    @Test
    void whatThisGateSaysIsSaidOnce() throws IOException {
        RawAnswer answer = tags(header("X-Request-Id", "forged")
                .and(header("X-Content-Type-Options", "none"))
                .and(header("Content-Security-Policy", "default-src *"))
                .and(header("Referrer-Policy", "unsafe-url")));
        assertThat(answer.head().headers("X-Request-Id")).hasSize(1).doesNotContain("forged");
        assertThat(answer.head().headers("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.head().headers("Content-Security-Policy")).hasSize(1).doesNotContain("default-src *");
        assertThat(answer.head().headers("Referrer-Policy")).containsExactly("no-referrer");
    }

    @Test
    void aLengthStaysALength() throws IOException {
        RawAnswer answer = tags(Behaviour.usual());
        assertThat(answer.head().headers("Content-Length")).containsExactly("" + answer.body().length);
        assertThat(answer.head().headers("Transfer-Encoding")).isEmpty();
        assertThat(answer.header("Content-Type")).hasValueSatisfying(AnswerHeadersIT::isJson);
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
    }

    @Test
    void aStreamStaysAStream() throws IOException {
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 3).by(gate.user()));
        assertThat(answer.head().headers("Transfer-Encoding")).containsExactly("chunked");
        assertThat(answer.head().headers("Content-Length")).isEmpty();
        assertThat(answer.header("Content-Encoding")).isEmpty();
    }

    @Test
    void headTellsTheLengthAndSendsNothing() throws IOException {
        try (RawClient client = gate.connect()) {
            RawAnswer head = client.send(
                            RawClient.request("HEAD", "/ollama/", gate.user().bearer()))
                    .readAll(SOON);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Length")).hasValue("17");
            assertThat(head.body()).isEmpty();
            RawAnswer get = client.send(
                            RawClient.request("GET", "/ollama/", gate.user().bearer()))
                    .readAll(SOON);
            assertThat(get.text()).isEqualTo("Ollama is running");
        }
    }

    @Test
    void answersWithoutABodyHaveNoneAndTheConnectionGoesOn() throws IOException {
        for (String head : List.of("204 No Content\r\n", "304 Not Modified\r\nETag: \"x\"\r\n")) {
            ollama.next("GET /api/tags", Behaviour.raw("HTTP/1.1 " + head + "\r\n"));
            try (RawClient client = gate.connect()) {
                RawAnswer answer = client.send(RawClient.request(
                                "GET", "/ollama/api/tags", gate.user().bearer()))
                        .readAll(SOON);
                assertThat(answer.status()).isEqualTo(Integer.parseInt(head.substring(0, 3)));
                assertThat(answer.body()).isEmpty();
                assertThat(answer.head().headers("Transfer-Encoding")).isEmpty();
                RawAnswer next = client.send(RawClient.request(
                                "GET", "/ollama/api/version", gate.user().bearer()))
                        .readAll(SOON);
                assertThat(next.text()).contains("version");
            }
        }
    }

    /** Of an answer without a length nobody can tell whether it is whole. */
    @Test
    void anAnswerThatEndsWithTheConnectionPasses() throws IOException {
        ollama.next("GET /api/tags", Behaviour.raw("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhello"));
        RawAnswer answer = gate.get("/ollama/api/tags", gate.user().bearer());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("hello");
    }

    @Test
    void anOldClientGetsTheStreamWithoutChunks() throws IOException {
        String old = Chat.ndjson("A", 3).by(gate.user()).replaceFirst("HTTP/1.1", "HTTP/1.0");
        RawAnswer answer = gate.exchange(old);
        assertThat(answer.head().headers("Transfer-Encoding")).isEmpty();
        assertThat(answer.lines()).hasSize(4);
        assertThat(answer.ending()).isEqualTo(Ending.AT_CLOSE);
    }

    @Test
    void interimAnswersAreNotTakenForTheAnswer() throws IOException {
        ollama.next("GET /api/tags", x -> {
            x.write("HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n");
            return false;
        });
        assertThat(gate.get("/ollama/api/tags", gate.user().bearer()).status()).isEqualTo(200);
    }

    private RawAnswer tags(Behaviour behaviour) throws IOException {
        ollama.next("GET /api/tags", behaviour);
        RawAnswer answer = gate.get("/ollama/api/tags", gate.user().bearer());
        assertThat(answer.status()).isEqualTo(200);
        return answer;
    }

    private static void isJson(String type) {
        assertThat(type.replace(" ", "").toLowerCase(Locale.ROOT)).isEqualTo("application/json;charset=utf-8");
    }

    private static List<String> names(RawAnswer answer) {
        return answer.head().lines().stream()
                .map(line -> line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT))
                .toList();
    }
}
