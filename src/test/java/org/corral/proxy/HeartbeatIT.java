package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawClient;
import org.corral.wire.RawHead;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a streamed answer says while Ollama is silent, on a server that says it after half a second. */
@Tag("tomcat")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeartbeatIT {
    private static final String COMMENT = ":\n\n";

    @AutoClose
    private final OwnGate gate = OwnGate.start(
            with -> with.contextParam("corral.heartbeat", "500ms").contextParam("corral.first-byte-timeout", "6s"));

    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void forget() {
        gate.forget();
    }

    @ParameterizedTest
    @CsvSource({"/ollama/api/chat, message", "/ollama/api/generate, response"})
    void aLineWithNothingInItComesBeforeTheFirstToken(String path, String field) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go));
        try (RawClient client = gate.connect().send(request(path, "\"model\":\"llama3.2\""))) {
            RawHead head = client.readHead(SOON);
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.header("Content-Type").orElseThrow()).startsWith("application/x-ndjson");
            assertThat(head.header("X-Accel-Buffering")).contains("no");
            for (int i = 0; i < 2; i++) {
                JsonNode line = Gate.json(client.next(SOON).orElseThrow().text());
                assertThat(line.path("model").asString()).isEqualTo("llama3.2");
                assertThat(line.path("done").asBoolean()).isFalse();
                JsonNode said = line.path(field);
                assertThat(said.isObject() ? said.path("content").asString() : said.asString())
                        .isEmpty();
            }
            go.countDown();
            String rest = client.readRest(SOON);
            assertThat(rest.lines().filter(line -> line.contains("T:")).count()).isEqualTo(3);
            assertThat(rest).contains("\"done\":true");
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        } finally {
            go.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ollama/v1/chat/completions",
                "/ollama/v1/completions",
                "/ollama/v1/responses",
                "/ollama/v1/messages"
            })
    void aCommentComesWhereTheAnswerIsEvents(String path) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go));
        try (RawClient client = gate.connect().send(request(path, "\"model\":\"llama3.2\",\"stream\":true"))) {
            assertThat(client.readHead(SOON).header("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            assertThat(client.next(SOON).orElseThrow().text()).isEqualTo(COMMENT);
            go.countDown();
            assertThat(client.readRest(SOON)).contains("T:2");
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        } finally {
            go.countDown();
        }
    }

    @Test
    void aLineComesInMidStreamAndBreaksNoOther() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = gate.connect().send(request("/ollama/api/chat", "\"model\":\"llama3.2\""))) {
            client.readHead(SOON);
            assertThat(client.next(SOON).orElseThrow().text()).contains("T:0");
            assertThat(client.next(SOON).orElseThrow().text()).contains("\"content\":\"\"");
            go.countDown();
            String rest = client.readRest(SOON);
            assertThat(rest).contains("T:1", "T:2", "\"done\":true");
            rest.lines().forEach(Gate::json);
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        } finally {
            go.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/ollama/api/chat, ',\"stream\":false'",
        "/ollama/v1/chat/completions, ''",
        "/ollama/v1/chat/completions, ',\"stream\":false'"
    })
    void anAnswerThatIsNoStreamHasNone(String path, String more) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go).and(Behaviour.error(404, "no such model")));
        try (RawClient client = gate.connect().send(request(path, "\"model\":\"llama3.2\"" + more))) {
            ollama.awaitHead(path.substring("/ollama".length()), SOON);
            twoComeToSomebodyElse();
            go.countDown();
            assertThat(client.readHead(SOON).status()).isEqualTo(404);
        } finally {
            go.countDown();
        }
    }

    /** Whose answer is a stream, and was asked for later. */
    private void twoComeToSomebodyElse() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(never));
        try (RawClient other = gate.connect().send(request("/ollama/api/generate", "\"model\":\"llama3.2\""))) {
            assertThat(other.readHead(SOON).status()).isEqualTo(200);
            for (int i = 0; i < 2; i++) {
                assertThat(other.next(SOON)).isPresent();
            }
        } finally {
            never.countDown();
        }
    }

    /** The status is gone by then: as with Ollama itself, a line tells it. */
    @Test
    void anErrorAfterItIsTheLastLine() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go).and(Behaviour.error(404, "no such model")));
        List<String> lines = lines("/ollama/api/chat", "\"model\":\"llama3.2\"", go);
        assertThat(lines.get(lines.size() - 1)).isEqualTo("{\"error\":\"no such model\"}");
    }

    /** Who asks for nothing but that a model be loaded gets one object with a length, which takes as long as the loading does. */
    @ParameterizedTest
    @CsvSource({"/ollama/api/chat", "/ollama/api/generate"})
    void thatAModelIsLoadedIsTheLastLine(String path) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        String loaded = "{\"model\":\"llama3.2\",\"response\":\"\",\"done\":true,\"done_reason\":\"load\"}";
        ollama.next(Behaviour.holdHead(go).and(Behaviour.status(200, "application/json; charset=utf-8", loaded)));
        assertThat(lines(path, "\"model\":\"llama3.2\"", go)).last().isEqualTo(loaded);
    }

    /** Ollama tells the length of events that it has written in one go. */
    @Test
    void eventsWithALengthGoOnAfterIt() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go)
                .and(Behaviour.status(200, "text/event-stream", "data: {\"choices\":[]}\n\ndata: [DONE]\n\n")));
        assertThat(lines("/ollama/v1/completions", "\"model\":\"llama3.2\",\"stream\":true,\"prompt\":\"\"", go))
                .endsWith("data: {\"choices\":[]}", "data: [DONE]");
    }

    @Test
    void anErrorAfterItIsAnEvent() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go)
                .and(Behaviour.status(404, "application/json", "{\"error\":{\"message\":\"no such model\"}}")));
        List<String> lines = lines("/ollama/v1/chat/completions", "\"model\":\"llama3.2\",\"stream\":true", go);
        assertThat(lines).last().isEqualTo("data: {\"error\":{\"message\":\"no such model\"}}");
    }

    @Test
    void anOllamaThatDiesAfterItIsTheLastLine() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go).and(Behaviour.dieBeforeHead(Death.RESET)));
        List<String> lines = lines("/ollama/api/chat", "\"model\":\"llama3.2\"", go);
        assertThat(Gate.json(lines.get(lines.size() - 1)).path("error").asString())
                .contains("Ollama closed the connection");
    }

    @Test
    void anOllamaThatNeverAnswersIsTheLastLine() throws IOException {
        ollama.next(Behaviour.silence());
        List<String> lines = lines("/ollama/api/chat", "\"model\":\"llama3.2\"", new CountDownLatch(1));
        assertThat(Gate.json(lines.get(lines.size() - 1)).path("error").asString())
                .contains("did not begin to answer in time");
        ollama.awaitRequest("/api/chat", SOON).awaitAborted(SOON);
    }

    /** All lines of an answer that ends in good order; the latch is opened after the first of them. */
    private List<String> lines(String path, String json, CountDownLatch go) throws IOException {
        try (RawClient client = gate.connect().send(request(path, json))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            String first = client.next(SOON).orElseThrow().text();
            go.countDown();
            String all = first + client.readRest(SOON);
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
            return all.lines().filter(line -> !line.isEmpty()).toList();
        }
    }

    private String request(String path, String json) {
        return RawClient.post(
                path,
                "{" + json + ",\"options\":{\"num_predict\":3,\"marker\":\"T\"}}",
                gate.admin().bearer());
    }
}
