package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Header;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.corral.wire.RawHead;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of which two readers could think differently where they end: Ollama never hears of another one within them. */
@Tag("portable")
@Timeout(60)
class RequestFramingIT {
    private static final String JSON = "{\"model\":\"llama3.2\"}";
    private static final String SMUGGLED = "POST /api/me HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n";
    private static final String BLOB = "/ollama/api/blobs/sha256:" + "ba".repeat(32);

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.admin();
        ollama.reset();
    }

    /** RFC 9112, 6.3. Whichever of them a server takes, it takes one, and sends on one of its own. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 20\r\nContent-Length: 90",
                "Content-Length: 90\r\nContent-Length: 20",
                "Content-Length: 20\r\nContent-Length: 20",
                "Content-Length: 20, 90",
                "Content-Length: +20",
                "Content-Length: -20",
                "Content-Length: 0x14",
                "Content-Length: 2 0",
                "Content-Length:",
                "Content-Length: 99999999999999999999",
                "Content-Length : 20",
                "Transfer-Encoding: chunked\r\nContent-Length: 20",
                "Content-Length: 20\r\nTransfer-Encoding: chunked",
                "Content-Length: 20\r\nTransfer-Encoding: xchunked",
                "Content-Length: 20\r\nTransfer-Encoding: gzip, chunked",
                "Content-Length: 20\r\nTransfer-Encoding: chunked, identity",
                "Content-Length: 20\r\nTransfer-Encoding: identity",
                "Content-Length: 20\r\nTransfer-Encoding:",
                "Content-Length: 20\r\nTransfer-Encoding : chunked",
                "Content-Length: 20\r\nTransfer-Encoding\u0000: chunked",
                "Content-Length: 20\r\nTransfer-Encoding: \u000bchunked",
                "Content-Length: 20\r\n Transfer-Encoding: chunked",
                "Content-Length: 20\r\nX-A: b\rTransfer-Encoding: chunked",
                "Content-Length: 20\r\nX-A: b\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked"
            })
    void aBodyHasOneLength(String framing) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (String body : List.of(JSON + SMUGGLED, "14\r\n" + JSON + "\r\n0\r\n\r\n" + SMUGGLED)) {
            try (RawClient client = gate.connect().send(show("HTTP/1.1", framing) + body)) {
                // It may wait for more than there is.
                client.shutdownOutput();
                statuses.add(client.readHead(SOON).status());
                assertThat(client.closedByServer(SOON)).isTrue();
            }
        }
        onlyShowsWereHeard(statuses);
    }

    /** Who sends no more may wait for what they have asked for, all of it (RFC 9112, 9.3.2 and 9.6). */
    @Tag("tomcat")
    @Test
    void whoSendsNoMoreAfterChunksGetsAllTheirAnswers() throws IOException {
        String requests = show("HTTP/1.1", "Transfer-Encoding: chunked")
                + "14\r\n"
                + JSON
                + "\r\n0\r\n\r\n"
                + RawClient.request("GET", "/ollama/api/version", gate.admin().bearer());
        for (int i = 0; i < 20; i++) {
            try (RawClient client = gate.connect().send(requests)) {
                client.shutdownOutput();
                assertThat(client.readAll(SOON).status()).isEqualTo(200);
                assertThat(client.readAll(SOON).text()).contains("version");
            }
        }
    }

    /** RFC 9112, 6.1: chunks are not for the old version, where the next request would be found within them. */
    @Test
    void chunksInTheOldVersionAreNoRequest() throws IOException {
        String chunks = "14\r\n" + JSON + "\r\n0\r\n\r\n";
        String request = show("HTTP/1.0", "Transfer-Encoding: chunked\r\nConnection: keep-alive")
                + chunks
                + RawClient.request("GET", "/ollama/api/version", gate.admin().bearer());
        try (RawClient client = gate.connect().send(request)) {
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(client.closedByServer(SOON)).isTrue();
        }
        assertThat(ollama.requests()).isEmpty();
    }

    @Tag("tomcat")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "g\r\n",
                "-5\r\nhello\r\n",
                "0x5\r\nhello\r\n",
                "5\r\nhelloX\r\n",
                "5\r\nhello5\r\nhello\r\n",
                "fffffffffffffffff\r\n",
                ";\r\n"
            })
    void malformedChunksEndTheRequest(String chunks) throws IOException {
        String begun = "1\r\n{\r\n";
        try (RawClient client = gate.connect().send(show("HTTP/1.1", "Transfer-Encoding: chunked") + begun + chunks)) {
            turnedAway(client);
        }
        assertThat(ollama.requests()).as("what is read as a whole first").isEmpty();

        try (RawClient client = gate.connect()
                .send(RawClient.request("POST", BLOB, gate.admin().bearer(), "Transfer-Encoding: chunked") + begun)) {
            Recorded upload =
                    ollama.awaitHead(BLOB.substring("/ollama".length()), SOON).awaitBytesReceived(1, SOON);
            client.send(chunks.getBytes(StandardCharsets.US_ASCII));
            turnedAway(client);
            upload.awaitAborted(SOON);
            assertThat(upload.bodyComplete()).isFalse();
        }
    }

    /** By a status, and then by the end of the connection. */
    private static void turnedAway(RawClient client) throws IOException {
        assertThat(client.readAll(SOON).status()).isEqualTo(400);
        assertThat(client.closedByServer(SOON)).isTrue();
    }

    /** Nobody has looked at them when the head was judged. */
    @Test
    void trailersOfARequestEndHere() throws IOException {
        RawAnswer answer = gate.exchange(show("HTTP/1.1", "Transfer-Encoding: chunked\r\nTrailer: X-Late") + "14\r\n"
                + JSON + "\r\n0\r\nX-Late: 1\r\nHost: evil.example\r\n\r\n");
        assertThat(answer.status()).isEqualTo(200);
        Recorded asked = ollama.awaitRequest("/api/show", SOON);
        assertThat(asked.bodyText()).isEqualTo(JSON);
        assertThat(asked.headers("X-Late")).isEmpty();
        assertThat(asked.headers("Trailer")).isEmpty();
        assertThat(asked.headers("Host")).containsExactly("127.0.0.1:" + ollama.port());
    }

    @Test
    void whoMayNotUploadIsToldSoBeforeTheyDo() throws IOException {
        try (RawClient client = gate.connect()
                .send(RawClient.request(
                        "POST", BLOB, gate.user().bearer(), "Content-Length: 1000000000", "Expect: 100-continue"))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(403);
        }
        assertThat(ollama.requests()).isEmpty();
    }

    /** They may have been told to send by then, so what they send is read for a while. */
    @Tag("tomcat")
    @Test
    void whoAnnouncesTooMuchIsToldSoBeforeTheySendIt() throws IOException {
        String tooMuch = "Content-Length: " + ((64 << 20) + 1);
        for (String expects : List.of("\r\nExpect: 100-continue", "")) {
            String request =
                    RawClient.request("POST", "/ollama/api/embed", gate.admin().bearer(), tooMuch + expects);
            try (RawClient client = gate.connect().send(request)) {
                RawHead head = client.readHead(SOON);
                assertThat(head.status()).isEqualTo(413);
                assertThat(head.header("Connection")).contains("close");
                client.send(new byte[1 << 20]);
                assertThat(client.closedByServer(SOON)).isTrue();
            }
        }
        assertThat(ollama.requests("/api/embed")).isEmpty();
    }

    /** The server and this gate may both read what nobody wants: neither waits for the other. */
    @Test
    void bodiesOfRefusedRequestsHoldNoThread() throws IOException {
        String request = RawClient.request("POST", BLOB, gate.user().bearer(), "Content-Length: 20") + JSON;
        for (int i = 0; i < 300; i++) {
            try (RawClient client = gate.connect().send(request)) {
                assertThat(client.readHead(SOON).status()).isEqualTo(403);
            }
        }
        assertThat(ollama.requests()).isEmpty();
    }

    @Test
    void whoAnnouncesNothingNeedNotBeToldToContinue() throws IOException {
        RawAnswer answer = gate.exchange(show("HTTP/1.1", "Content-Length: 0\r\nExpect: 100-continue"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(ollama.awaitRequest("/api/show", SOON).headers("Expect")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"websocket", "h2c, websocket", "TLS/1.0", "HTTP/2.0"})
    void nobodyGetsAnotherProtocol(String protocol) throws IOException {
        RawAnswer answer = gate.get(
                "/ollama/api/tags",
                gate.admin().bearer(),
                "Connection: Upgrade",
                "Upgrade: " + protocol,
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(ollama.requests()).isEmpty();
    }

    /** As Java's own client offers it with every request. */
    @Tag("tomcat")
    @Test
    void anOfferOfHttp2IsNotTakenUpNorPassedOn() throws IOException {
        RawAnswer answer = gate.get(
                "/ollama/api/version",
                gate.admin().bearer(),
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAEAAEAAAAIAAAAAAAMAAAAAAAQBAAAAAAUAAEAAAAYABgAA");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(ollama.awaitRequest("/api/version", SOON).headers())
                .extracting(header -> header.name().toLowerCase(Locale.ROOT))
                .doesNotContain("upgrade", "http2-settings", "connection");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a\u0000b", "a\rX-Evil: b", "a\r X-Evil: b", "a\r\n X-Evil: b", "a\u0001b", "a\u007fb", "\u0000"
            })
    void controlCharactersNeverReachOllama(String value) throws IOException {
        String request =
                RawClient.request("GET", "/ollama/api/version", gate.admin().bearer(), "X-A: " + value);
        RawHead head;
        try (RawClient client = gate.connect().send(request)) {
            head = client.readHead(SOON);
        }
        assertThat(head.status()).isIn(200, 400);
        assertThat(ollama.requests()).hasSize(head.status() == 200 ? 1 : 0).allSatisfy(asked -> {
            if (!gate.endsLinesAtCarriageReturns()) {
                assertThat(asked.headers("X-Evil")).isEmpty();
            }
            assertThat(asked.headers()).extracting(Header::value).allMatch(text -> text.chars()
                    .noneMatch(Character::isISOControl));
        });
    }

    /** What the caller's connection is called is no reason to leave out what this gate says itself. */
    @Test
    void theConnectionFieldTakesNothingAwayThatOllamaNeeds() throws IOException {
        RawAnswer answer = gate.exchange(show(
                        "HTTP/1.1",
                        String.join(
                                "\r\n",
                                "Content-Length: 20",
                                "Connection:",
                                "connection: , ,",
                                "CONNECTION: content-length,HOST , x-forwarded-for",
                                "cOnNeCtIoN: X-fOrWaRdEd-HoSt, keep-alive,\tX-Gone",
                                "X-GONE: 1",
                                "X-Stays: 2"))
                + JSON);
        assertThat(answer.status()).isEqualTo(200);
        Recorded asked = ollama.awaitRequest("/api/show", SOON);
        assertThat(asked.bodyText()).isEqualTo(JSON);
        assertThat(asked.headers("Host")).containsExactly("127.0.0.1:" + ollama.port());
        assertThat(asked.headers("X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(asked.headers("X-Forwarded-Host")).containsExactly("127.0.0.1");
        assertThat(asked.headers("X-Stays")).containsExactly("2");
        assertThat(asked.headers("X-Gone")).isEmpty();
        assertThat(asked.headers("Connection")).isEmpty();
    }

    /** Payara answers some of these by itself, as no request of its own. */
    @Tag("tomcat")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "?a=\u00e4",
                "?a=<b>",
                "?a={b}",
                "?a=\"b\"",
                "?a=b|c",
                "?a=b^c",
                "?a=b\\c",
                "?a=b`c",
                "?a=b\u007fc"
            })
    void aQueryThatCanNotPassAsItIsDoesNotPass(String query) throws IOException {
        RawAnswer answer = gate.get("/ollama/api/version" + query, gate.admin().bearer());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(ollama.requests()).isEmpty();
    }

    /** RFC 9112, 9.3.2: who does not wait is answered all the same, in order. */
    @Tag("tomcat")
    @Test
    void requestsThatComeAtOnceAreAnsweredInOrder() throws IOException {
        String chat = Chat.ndjson("A", 3).by(gate.admin());
        String version =
                RawClient.request("GET", "/ollama/api/version", gate.admin().bearer());
        try (RawClient client = gate.connect().send(chat + version + chat)) {
            assertThat(client.readAll(SOON).lines()).hasSize(4);
            assertThat(client.readAll(SOON).text()).contains("\"version\"");
            assertThat(client.readAll(SOON).lines()).hasSize(4);
        }
    }

    private String show(String version, String framing) {
        return "POST /ollama/api/show " + version + "\r\nHost: 127.0.0.1\r\n"
                + gate.admin().bearer() + "\r\nContent-Type: application/json\r\n" + framing + "\r\n\r\n";
    }

    /** One for each that was answered by Ollama, and none for one that was refused before. */
    private void onlyShowsWereHeard(List<Integer> statuses) {
        assertThat(statuses).hasSize(2).isSubsetOf(200, 400, 404, 501);
        long taken = statuses.stream()
                .filter(status -> status == 200 || status == 404)
                .count();
        assertThat(ollama.requests()).hasSize((int) taken).allSatisfy(asked -> {
            assertThat(asked.target()).isEqualTo("/api/show");
            assertThat(asked.bodyText()).isIn(JSON, "");
            assertThat(asked.headers("Transfer-Encoding").size()
                            + asked.headers("Content-Length").size())
                    .isLessThanOrEqualTo(1);
        });
    }
}
