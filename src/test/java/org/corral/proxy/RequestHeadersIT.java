package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.corral.it.Gate;
import org.corral.standin.Header;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which fields of a request reach Ollama. */
@Tag("portable")
@Timeout(60)
class RequestHeadersIT {
    /** What Ollama is told by Corral itself. */
    private static final List<String> OURS =
            List.of("host", "x-forwarded-for", "x-forwarded-proto", "x-forwarded-host");

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @Test
    void theCallersTokenNeverReachesOllama() throws IOException {
        String token = gate.user().token();
        tags("authorization: bEaReR " + token);
        tags("x-api-key: " + token);
        tags("Cookie: a=b; token=" + token + "; c=d");
        tags("Authorization: Bearer " + token, "X-API-KEY: " + token, "Cookie: token=" + token);
        assertThat(ollama.requests()).hasSize(4).allSatisfy(asked -> {
            assertThat(asked.headers()).extracting(Header::value).noneMatch(value -> value.contains(token));
            assertThat(names(asked)).doesNotContain("authorization", "x-api-key", "cookie");
        });
    }

    @Test
    void nothingIsInvented() throws IOException {
        Recorded asked = tags(gate.user().bearer());
        assertThat(names(asked)).containsExactlyInAnyOrderElementsOf(OURS);
    }

    @Test
    void aBodyHasItsLengthAndNothingElseIsAdded() throws IOException {
        gate.post("/ollama/api/show", "{\"model\":\"llama3.2\"}", gate.user().bearer());
        Recorded asked = ollama.awaitRequest("/api/show", SOON);
        assertThat(names(asked)).containsExactlyInAnyOrderElementsOf(ours("content-type", "content-length"));
        assertThat(asked.headers("Content-Length")).containsExactly("20");
    }

    @Test
    void theHostIsOllamas() throws IOException {
        String asEvil = "GET /ollama/api/tags HTTP/1.1\r\nHost: evil.example:99\r\n"
                + gate.user().bearer() + "\r\n\r\n";
        gate.exchange(asEvil);
        assertThat(ollama.awaitRequest("/api/tags", SOON).headers("Host"))
                .containsExactly("127.0.0.1:" + ollama.port());
    }

    /** Ollama would answer these with an empty 403. */
    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://app.example", "Origin: null", "Referer: https://app.example/page"})
    void whereThePageCameFromIsNoneOfOllamasBusiness(String line) throws IOException {
        RawAnswer answer = gate.get("/ollama/api/tags", gate.user().bearer(), line);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(names(ollama.awaitRequest("/api/tags", SOON))).containsExactlyInAnyOrderElementsOf(OURS);
    }

    /** What proxies in front say of the caller, and what proves it to them, is none of Ollama's business. */
    @Test
    void whoTheCallerIsToOthersEndsHere() throws IOException {
        Recorded asked = tags(
                gate.user().bearer(),
                "X-Forwarded-Access-Token: secret",
                "X-Forwarded-User: someone",
                "X-Auth-Request-Access-Token: secret",
                "x-auth-request-email: someone@corral.example",
                "Cf-Access-Jwt-Assertion: secret",
                "X-Amzn-Oidc-Data: secret",
                "X-MS-TOKEN-AAD-ACCESS-TOKEN: secret",
                "X-Goog-IAP-JWT-Assertion: secret",
                "Remote-User: someone",
                "Ssl-Client-Cert: secret",
                "Tailscale-User-Login: someone",
                "X-Plugin-Secret: secret");
        assertThat(names(asked)).containsExactlyInAnyOrderElementsOf(OURS);
    }

    @Test
    void whatProgramsSayOfThemselvesPasses() throws IOException {
        String[] fields = {
            "Accept: */*",
            "Accept-Language: fr",
            "anthropic-version: 2023-06-01",
            "OpenAI-Organization: org",
            "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            "X-Request-Id: 1",
            "X-Stainless-Lang: js",
            "X-Custom: a",
            "Idempotency-Key: 2"
        };
        Recorded asked = tags(Stream.concat(Stream.of(gate.user().bearer()), Stream.of(fields))
                .toArray(String[]::new));
        // Payara knows names in lower case only.
        assertThat(asked.headers())
                .extracting(header -> header.name() + ": " + header.value())
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .contains(fields);
    }

    @Test
    void hopByHopFieldsEndHere() throws IOException {
        Recorded asked = tags(
                gate.user().bearer(),
                "Connection: keep-alive, X-Hop-A, Upgrade",
                "CONNECTION: x-hop-b",
                "X-Hop-A: 1",
                "X-HOP-B: 2",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic abcd",
                "TE: trailers",
                "Trailer: X-Later",
                "Upgrade: h2c");
        assertThat(names(asked)).containsExactlyInAnyOrderElementsOf(OURS);
    }

    /** RFC 9110, 7.8: such a field is none of an upgrade, and some servers refuse it. */
    @Test
    void anUpgradeThatConnectionDoesNotNameEndsHere() throws IOException {
        RawAnswer answer = gate.get("/ollama/api/tags", gate.user().bearer(), "Upgrade: h2c");
        assertThat(answer.status()).isIn(200, 400);
        assertThat(ollama.requests())
                .allSatisfy(asked -> assertThat(names(asked)).doesNotContain("upgrade"));
    }

    /** What the caller says of it themselves is worth nothing; and Ollama would put the prefix into redirects. */
    @Test
    void theWayOfTheRequestIsToldAnew() throws IOException {
        Recorded asked = tags(
                gate.user().bearer(),
                "X-Forwarded-Prefix: /evil",
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-Host: evil.example",
                "X-Forwarded-Proto: https",
                "Forwarded: for=10.0.0.1",
                "X-Real-IP: 10.0.0.1");
        assertThat(names(asked)).containsExactlyInAnyOrderElementsOf(OURS);
        assertThat(asked.headers("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(asked.headers("X-Forwarded-Proto")).containsExactly("http");
        assertThat(asked.headers("X-Forwarded-Host")).containsExactly("127.0.0.1");
    }

    @Test
    void allOthersPassInNumberAndOrder() throws IOException {
        Recorded asked = tags(
                gate.user().bearer(),
                "X-Many: 1",
                "Accept: application/json",
                "x-many: 2",
                "User-Agent: test/1.0 (a; b)",
                "Accept-Encoding: gzip, br",
                "X-MANY: 3, 4",
                "X-Empty:");
        assertThat(asked.headers("X-Many")).containsExactly("1", "2", "3, 4");
        assertThat(asked.headers("Accept")).containsExactly("application/json");
        assertThat(asked.headers("User-Agent")).containsExactly("test/1.0 (a; b)");
        assertThat(asked.headers("Accept-Encoding")).containsExactly("gzip, br");
        assertThat(asked.headers("X-Empty")).containsExactly("");
    }

    /** Payara answers 400 by itself. */
    @Tag("tomcat")
    @Test
    void bytesBeyondAsciiPassAsTheyAre() throws IOException {
        Recorded asked = tags(gate.user().bearer(), "X-Bytes: caf\u00e9");
        assertThat(asked.headers("X-Bytes"))
                .as("bytes of UTF-8, one character each")
                .containsExactly("caf\u00c3\u00a9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?ts=1700000000",
                "?a=%2F&b=%20c+d&&=&e",
                "?x=%2e%2e%2f&y=%00",
                "?/api/chat?a=b",
                "?model=a;b=c:d@e!f$g'h(i)j*k,l~m_n-o.p"
            })
    void theQueryPassesByteForByte(String query) throws IOException {
        passes(query);
    }

    /** WildFly refuses it before anybody is asked. */
    @Test
    void aQueryWithAnEscapeThatIsNonePassesAsItIsOrNotAtAll() throws IOException {
        if (gate.isWildFly()) {
            assertThat(gate.get("/ollama/api/tags?z=%zz", gate.user().bearer()).status())
                    .isEqualTo(400);
            assertThat(ollama.requests()).isEmpty();
        } else {
            passes("?z=%zz");
        }
    }

    /** Payara does not tell it from no query. */
    @Tag("tomcat")
    @Test
    void anEmptyQueryPassesToo() throws IOException {
        passes("?");
    }

    private void passes(String query) throws IOException {
        assertThat(gate.get("/ollama/api/tags" + query, gate.user().bearer()).status())
                .isEqualTo(200);
        assertThat(ollama.requests())
                .singleElement()
                .extracting(Recorded::target)
                .isEqualTo("/api/tags" + query);
    }

    private Recorded tags(String... lines) throws IOException {
        int before = ollama.requests("/api/tags").size();
        RawAnswer answer = gate.exchange(RawClient.request("GET", "/ollama/api/tags", lines));
        assertThat(answer.status()).as(() -> answer.text()).isEqualTo(200);
        return ollama.requests("/api/tags").get(before);
    }

    private static List<String> ours(String... more) {
        return Stream.concat(OURS.stream(), Stream.of(more)).toList();
    }

    private static List<String> names(Recorded asked) {
        return asked.headers().stream()
                .map(header -> header.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
