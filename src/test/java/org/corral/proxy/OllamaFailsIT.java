package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import org.corral.it.Chat;
import org.corral.it.Conversation;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.Recorded;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the caller hears when Ollama is not there, or talks nonsense, or refuses. */
@Tag("portable")
@Timeout(60)
class OllamaFailsIT {
    private final Gate gate = Gate.open();

    @BeforeEach
    void signIn() {
        gate.user();
        gate.ollama().reset();
    }

    @Test
    void withoutOllamaItIs502AndTheConnectionGoesOn() throws Exception {
        try (Conversation caller = new Conversation(gate)) {
            gate.withoutOllama(() -> {
                for (int i = 0; i < 3; i++) {
                    RawAnswer answer = caller.ask(Chat.ndjson("A", 3).by(gate.user()));
                    assertThat(answer.status()).isEqualTo(502);
                    assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
                    JsonNode body = Gate.json(answer);
                    assertThat(body.path("error").asString())
                            .contains("Ollama")
                            .isEqualTo(body.path("detail").asString());
                    oneLineAbout(answer, "No connection to Ollama");
                }
            });
            RawAnswer answer = caller.ask(Chat.ndjson("B", 3).by(gate.user()));
            assertThat(answer.status()).as("when Ollama is back").isEqualTo(200);
            assertThat(answer.lines()).hasSize(4);
        }
    }

    @Test
    void openAiClientsHearItInTheirShape() throws Exception {
        gate.withoutOllama(() -> {
            RawAnswer answer = gate.exchange(Chat.events("A", 3).by(gate.user()));
            assertThat(answer.status()).isEqualTo(502);
            JsonNode error = Gate.json(answer).path("error");
            assertThat(error.propertyNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
            assertThat(error.path("message").asString()).contains("Ollama");
        });
    }

    @Test
    void anthropicClientsHearItInTheirShape() throws Exception {
        gate.withoutOllama(() -> {
            RawAnswer answer =
                    gate.post("/ollama/v1/messages", "{}", gate.user().bearer());
            assertThat(answer.status()).isEqualTo(502);
            assertThat(Gate.json(answer).path("type").asString()).isEqualTo("error");
            assertThat(Gate.json(answer).path("error").path("message").asString())
                    .contains("Ollama");
        });
    }

    /** Where Ollama is, is told to admins only. */
    @Test
    void addressesAreToldToAdminsOnly() throws Exception {
        gate.withoutOllama(() -> {
            String path = "/ollama/api/version";
            String address = "127.0.0.1:" + gate.ollamaPort();
            assertThat(gate.get(path, gate.user().bearer()).text()).doesNotContain(address);
            assertThat(gate.get(path, gate.admin().bearer()).text()).contains(address);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 two hundred\r\n\r\n",
                "HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
                "SSH-2.0-OpenSSH_9.9\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: a\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
                "\u0000\u0001\u0002",
                ""
            })
    void nonsenseIs502(String bytes) throws IOException {
        gate.ollama().next(Behaviour.raw(bytes));
        is502(gate.exchange(Chat.ndjson("A", 3).by(gate.user())));
    }

    @Test
    void aHeadThatNeverEndsIs502() throws IOException {
        gate.ollama().next(Behaviour.raw("HTTP/1.1 200 OK\r\nX-Long: " + "x".repeat(1 << 20) + "\r\n\r\n"));
        is502(gate.exchange(Chat.ndjson("A", 3).by(gate.user())));
    }

    @ParameterizedTest
    @EnumSource(Death.class)
    void aConnectionThatIsClosedBeforeTheHeadIs502(Death death) throws IOException {
        gate.ollama().next(Behaviour.dieBeforeHead(death));
        is502(gate.exchange(Chat.ndjson("A", 3).by(gate.user())));
        gate.ollama().next(Behaviour.dieAfter(0, death));
        is502(gate.exchange(Chat.ndjson("A", 3).by(gate.user())));
    }

    /** It would lead the caller around this gate, or nowhere. */
    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectIsNeverPassedOn(int status) throws IOException {
        gate.ollama().next(Behaviour.redirect(status, "http://evil.example/"));
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 3).by(gate.user()));
        is502(answer);
        assertThat(answer.header("Location")).isEmpty();
        assertThat(answer.text()).doesNotContain("evil.example");
    }

    @ParameterizedTest
    @CsvSource({"400", "404", "429", "500", "503"})
    void ollamasOwnErrorsPassUnchanged(int status) throws IOException {
        gate.ollama()
                .next(Behaviour.header("Retry-After", "7")
                        .and(Behaviour.error(status, "server busy, please try again <b>.")));
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 3).by(gate.user()));
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).isEqualTo("{\"error\":\"server busy, please try again <b>.\"}");
        assertThat(answer.header("Retry-After")).hasValue("7");
    }

    @Test
    void anErrorWithoutABodyStaysWithoutOne() throws IOException {
        gate.ollama().next(Behaviour.status(403, "", ""));
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 3).by(gate.user()));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).isEmpty();
    }

    /** Ollama closes idle connections, and is restarted: no caller's business. */
    @Test
    void aConnectionThatOllamaHasClosedMeanwhileIsNotNoticed() throws IOException {
        for (int i = 0; i < 20; i++) {
            gate.ollama().dropConnections();
            gate.ollama().awaitOpenConnections(0, SOON);
            assertThat(gate.exchange(Chat.ndjson("A", 3).by(gate.user())).status())
                    .isEqualTo(200);
            gate.ollama().dropConnections();
            gate.ollama().awaitOpenConnections(0, SOON);
            assertThat(gate.get("/ollama/api/version", gate.user().bearer()).status())
                    .isEqualTo(200);
        }
    }

    /** It may be closed in the very moment in which it is used again: what can be repeated without harm is. */
    @Test
    void aConnectionThatOllamaIsClosingIsNotNoticed() throws IOException {
        gate.ollama().on("GET /api/tags", Behaviour.hangUpAfterwards());
        for (int i = 0; i < 200; i++) {
            assertThat(gate.get("/ollama/api/tags", gate.user().bearer()).status())
                    .isEqualTo(200);
        }
        // What can not be repeated is not, so the last of these is not for the next test.
        gate.ollama().dropConnections();
        gate.ollama().awaitOpenConnections(0, SOON);
    }

    @Test
    void connectionsToOllamaAreUsedAgain() throws IOException {
        for (int i = 0; i < 10; i++) {
            assertThat(gate.exchange(Chat.ndjson("A", 3).by(gate.user())).status())
                    .isEqualTo(200);
            assertThat(gate.get("/ollama/api/tags", gate.user().bearer()).status())
                    .isEqualTo(200);
        }
        // The caller may have an answer, and ask again, a moment before its connection is free.
        assertThat(gate.ollama().requests().stream().map(Recorded::connection).distinct())
                .hasSizeLessThanOrEqualTo(2);
    }

    private void is502(RawAnswer answer) {
        assertThat(answer.status()).isEqualTo(502);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(Gate.json(answer).path("error").asString()).contains("Ollama");
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
        oneLineAbout(answer, "Ollama did not answer");
    }

    private void oneLineAbout(RawAnswer answer, String what) {
        assertThat(gate.awaitLog(answer.header("X-Request-Id").orElseThrow()))
                .singleElement()
                .asString()
                .contains(what);
    }
}
