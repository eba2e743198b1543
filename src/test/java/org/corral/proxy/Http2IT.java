package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.corral.it.Gate.SOON;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.corral.it.Chat;
import org.corral.it.OwnGate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Callers who speak HTTP/2, as browsers do where the server has TLS. */
@Tag("tomcat")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Http2IT {
    private final OwnGate gate = OwnGate.shared(with -> with.http2().continueOnRead());

    private final StandInOllama ollama = gate.ollama();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    /** The first request is the one that asks for HTTP/2. */
    @BeforeAll
    void changeOver() throws Exception {
        assertThat(client.send(request("/ollama/api/tags").build(), BodyHandlers.ofString())
                        .version())
                .isEqualTo(HttpClient.Version.HTTP_2);
    }

    @BeforeEach
    void forget() {
        gate.forget();
    }

    @Test
    void aBodyWithoutALengthArrivesWhole() throws Exception {
        String body = Chat.ndjson("A", 3).body();
        BodyPublisher ofUnknownLength =
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> answer = client.send(chat(ofUnknownLength), BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().lines()).hasSize(4).last().asString().contains("\"done\":true");
        assertThat(ollama.awaitRequest("/api/chat", SOON).bodyText()).isEqualTo(body);
    }

    /** It is larger than all windows that a client may fill before they hear more. */
    @Test
    void aBodyWithPicturesArrivesWhole() throws Exception {
        String body = Chat.ndjson("A", 3).body().replaceFirst("\\{", "{\"images\":[\"" + "A".repeat(10 << 20) + "\"],");
        client.send(chat(BodyPublishers.ofString(body)), BodyHandlers.ofString());
        assertThat(ollama.awaitRequest("/api/chat", SOON).bodyLength()).isEqualTo(body.length());
    }

    @Test
    void aBrokenAnswerEndsItsStreamOnly() throws Exception {
        ollama.next(Behaviour.dieAfter(3, Death.RESET));
        assertThatThrownBy(() -> client.send(chat(known(10)), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        HttpResponse<String> next = client.send(chat(known(3)), BodyHandlers.ofString());
        assertThat(next.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(next.body().lines()).hasSize(4);
    }

    /** Over HTTP/2 the server learns it without a byte being written. */
    @Test
    void aCallerWhoLeavesStopsAnOllamaThatSaysNothing() {
        ollama.next(Behaviour.silence());
        CompletableFuture<HttpResponse<String>> asked = client.sendAsync(chat(known(3)), BodyHandlers.ofString());
        ollama.awaitRequest("/api/chat", SOON);
        asked.cancel(true);
        ollama.awaitRequest("/api/chat", SOON).awaitAborted(SOON);
    }

    private static BodyPublisher known(int tokens) {
        return BodyPublishers.ofString(Chat.ndjson("A", tokens).body());
    }

    private HttpRequest chat(BodyPublisher body) {
        return request("/ollama/api/chat")
                .header("Content-Type", "application/json")
                .POST(body)
                .build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gate.uri(path))
                .header("Authorization", "Bearer " + gate.admin().token());
    }
}
