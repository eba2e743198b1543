package org.corral.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.wire.RawClient.post;
import static org.corral.wire.RawClient.request;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The usual answers, as Ollama gives them. */
@Timeout(60)
class StandInOllamaTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String CHAT =
            "{\"model\":\"llama3.2\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"options\":{\"num_predict\":3,\"marker\":\"A\"}}";

    private final StandInOllama ollama = StandInOllama.start(0);

    @AfterEach
    void stop() {
        ollama.close();
    }

    @Test
    void greetsAtTheRoot() throws IOException {
        RawAnswer answer = exchange(request("GET", "/"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("Ollama is running");
        assertThat(exchange(request("HEAD", "/")).header("Content-Length")).hasValue("17");
    }

    @Test
    void streamsLinesByDefaultAndEndsWithFigures() throws IOException {
        RawAnswer answer = exchange(post("/api/chat", CHAT));
        assertThat(answer.header("Content-Type")).hasValue("application/x-ndjson");
        assertThat(answer.header("Transfer-Encoding")).hasValue("chunked");
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
        assertThat(answer.pieces()).as("one chunk for each line").hasSize(4);
        assertThat(answer.lines()).hasSize(4);
        assertThat(answer.lines().get(1)).contains("\"content\":\"A:1 \"").contains("\"done\":false");
        assertThat(answer.lines().get(3)).contains("\"done\":true").contains("\"eval_count\":3");
    }

    @Test
    void givesOneObjectWhenNotAskedToStream() throws IOException {
        String prompt = "{\"model\":\"llama3.2\",\"prompt\":\"hi\",\"stream\":false,\"options\":{\"num_predict\":2}}";
        RawAnswer answer = exchange(post("/api/generate", prompt));
        assertThat(answer.header("Content-Length")).isPresent();
        assertThat(answer.text()).contains("\"response\":\"w0 w1 \"").contains("\"done\":true");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/chat/completions, data: [DONE]",
        "/v1/completions, data: [DONE]",
        "/v1/messages, message_stop",
        "/v1/responses, response.completed"
    })
    void speaksTheOtherDialects(String path, String last) throws IOException {
        String asked = "{\"model\":\"llama3.2\",\"max_tokens\":2,\"stream_options\":{\"include_usage\":true}";
        RawAnswer whole = exchange(post(path, asked + "}"));
        assertThat(whole.header("Content-Type")).hasValue("application/json; charset=utf-8");
        assertThat(whole.text()).contains("w0 w1 ").contains("\"usage\"");
        RawAnswer stream = exchange(post(path, asked + ",\"stream\":true}"));
        assertThat(stream.header("Content-Type")).hasValue("text/event-stream");
        assertThat(stream.text()).contains("w1 ").contains("\"usage\"");
        assertThat(stream.lines().get(stream.lines().size() - 1)).contains(last);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/version, 200",
        "HEAD, /api/tags, 200",
        "GET, /api/ps, 200",
        "GET, /v1/models, 200",
        "GET, /v1/models/llama3.2, 200",
        "GET, /v1/models/none, 404",
        "GET, /api/none, 404",
        "GET, /api/chat, 405",
        "POST, /api/chat/, 307",
        "GET, /api/tags/, 301",
        "HEAD, /api/blobs/sha256:12, 400",
        "DELETE, /api/delete?model=llama3.2, 400"
    })
    void answersSmallRequests(String method, String target, int status) throws IOException {
        assertThat(exchange(request(method, target)).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: https://evil.example", "Origin: null", "Host: ollama.example.com"})
    void turnsForeignersAwayWithAnEmpty403(String header) throws IOException {
        String host = header.startsWith("Host") ? header : "Host: 127.0.0.1:11434\r\n" + header;
        RawAnswer answer = exchange("GET /api/tags HTTP/1.1\r\n" + host + "\r\n\r\n");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void remembersWhatCameByteForByte() throws IOException {
        exchange(post("/api/chat?a=%2f", CHAT, "X-Twice: 1", "x-twice: 2"));
        Recorded recorded = ollama.awaitRequest("/api/chat", SOON);
        assertThat(recorded.target()).isEqualTo("/api/chat?a=%2f");
        assertThat(recorded.headers("X-TWICE")).containsExactly("1", "2");
        assertThat(recorded.headers().get(2)).isEqualTo(new Header("x-twice", "2"));
        assertThat(recorded.bodyText()).isEqualTo(CHAT);
        assertThat(recorded.awaitSettled(SOON).tokensWritten()).isEqualTo(3);
    }

    @Test
    void servesSeveralRequestsOverOneConnection() throws IOException {
        try (RawClient client = RawClient.connect(ollama.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(post("/api/chat", CHAT)).readAll(SOON).ending())
                        .isEqualTo(Ending.CLEAN);
            }
            assertThat(ollama.requests()).extracting(Recorded::connection).containsOnly(1L);
            assertThat(ollama.openConnections()).isEqualTo(1);
        }
        ollama.awaitOpenConnections(0, SOON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /api/chat HTTP/1.1\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /api/chat HTTP/1.1\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "POST /api/chat HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void refusesBadFraming(String request) throws IOException {
        assertThat(exchange(request).status()).isEqualTo(400);
    }

    @Test
    void serves400StreamsAtOnce() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 400; i++) {
                String asked = "{\"model\":\"qwen3\",\"options\":{\"num_predict\":20,\"delay_ms\":20,\"marker\":\"M" + i
                        + "\"}}";
                clients.add(RawClient.connect(ollama.port()).send(post("/api/chat", asked)));
            }
            for (int i = 0; i < 400; i++) {
                List<String> lines = clients.get(i).readAll(SOON).lines();
                String marker = "\"M" + i + ":";
                assertThat(lines).hasSize(21);
                assertThat(lines.subList(0, 20)).allMatch(line -> line.contains(marker));
            }
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void theDemoSaysPlainlyWhatItIs() throws IOException {
        try (StandInOllama demo = DemoOllama.start(0)) {
            String asked = "{\"model\":\"canned\",\"prompt\":\"hi\",\"stream\":false,\"options\":{\"delay_ms\":0}}";
            assertThat(RawClient.exchange(demo.port(), post("/api/generate", asked), SOON)
                            .text())
                    .contains("not a real model")
                    .contains("canned:latest".substring(0, 6));
            assertThat(RawClient.exchange(demo.port(), request("GET", "/api/tags"), SOON)
                            .text())
                    .contains("canned:latest");
        }
    }

    private RawAnswer exchange(String request) throws IOException {
        return RawClient.exchange(ollama.port(), request, SOON);
    }
}
