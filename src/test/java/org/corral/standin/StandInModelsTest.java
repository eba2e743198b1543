package org.corral.standin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.wire.RawClient.post;
import static org.corral.wire.RawClient.request;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the stand-in knows about models and blobs, and how leniently it reads their names. */
@Timeout(60)
class StandInModelsTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final StandInOllama ollama = StandInOllama.start(0);

    @AfterEach
    void stop() {
        ollama.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/show", "/api/embed", "/api/embeddings", "/v1/embeddings", "/api/pull", "/api/push"})
    void answersAboutModels(String path) throws IOException {
        assertThat(exchange(post(path, "{\"name\":\"qwen3\"}")).status()).isEqualTo(200);
    }

    @Test
    void pullingCopyingAndDeletingChangeTheModels() throws IOException {
        assertThat(exchange(post("/api/pull", "{\"model\":\"new\"}")).lines()).hasSize(4);
        exchange(post("/api/copy", "{\"source\":\"new\",\"destination\":\"newer\"}"));
        String delete = "{\"model\":\"new\"}";
        exchange(request("DELETE", "/api/delete", "Content-Length: " + delete.length()) + delete);
        assertThat(exchange(request("GET", "/api/tags")).text())
                .contains("newer:latest")
                .doesNotContain("\"new:latest");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"llama3.2\",\"MODEL\":\"none\"}",
                "{\"\\u006dodel\":\"none\",\"model\":null}",
                "{\"model\":\"\",\"name\":\"none\"}",
                "{\"model\":\"none\"}{\"model\":\"llama3.2\"}"
            })
    void readsTheModelAsLenientlyAsOllama(String body) throws IOException {
        RawAnswer answer = exchange(post("/api/chat", body));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).isEqualTo("{\"error\":\"model 'none' not found\"}");
    }

    @Test
    void knowsOneModelByManyNames() {
        for (String name : List.of("secret", " SECRET:LATEST ", "https://registry.ollama.ai/library/secret")) {
            assertThat(Models.canonical(name)).isEqualTo("secret:latest");
        }
    }

    @Test
    void takesABlobInChunksAndKnowsItAfterwards() throws IOException, NoSuchAlgorithmException {
        byte[] half = "y".repeat(500_000).getBytes(StandardCharsets.US_ASCII);
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(half);
        String digest = "sha256:" + HexFormat.of().formatHex(sha.digest(half));
        String target = "/api/blobs/" + digest;
        assertThat(exchange(request("HEAD", target)).status()).isEqualTo(404);
        try (RawClient client = RawClient.connect(ollama.port())) {
            client.send(request("POST", target, "Transfer-Encoding: chunked", "Expect: 100-continue"));
            assertThat(client.readAnyHead(SOON).status()).isEqualTo(100);
            client.sendChunk(half).sendChunk(half).sendChunk(new byte[0]);
            assertThat(client.readAll(SOON).status()).isEqualTo(201);
        }
        Recorded recorded = ollama.awaitHead(r -> r.method().equals("POST"), "the upload", SOON);
        assertThat(recorded.bodyLength()).isEqualTo(1_000_000);
        assertThat(recorded.bodyDigest()).isEqualTo(digest);
        assertThat(exchange(request("HEAD", target)).status()).isEqualTo(200);
    }

    @Test
    void doesNotReadABlobThatItHas() throws IOException {
        String digest = "sha256:" + "ab".repeat(32);
        ollama.haveBlob(digest);
        try (RawClient client = RawClient.connect(ollama.port())) {
            client.send(request("POST", "/api/blobs/" + digest, "Content-Length: 1000000000"));
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).hasValue("close");
            assertThat(client.closedByServer(SOON)).isTrue();
        }
        assertThat(ollama.requests().get(0).bodyLength()).isZero();
    }

    private RawAnswer exchange(String request) throws IOException {
        return RawClient.exchange(ollama.port(), request, SOON);
    }
}
