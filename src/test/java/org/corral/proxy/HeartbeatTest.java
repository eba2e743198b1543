package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeartbeatTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static String text(Heartbeat beat, String model) {
        return new String(beat.beat(model, NOW), StandardCharsets.UTF_8);
    }

    private static Optional<Heartbeat> of(String path) {
        return Heartbeat.of(Requests.admitted(Requests.caller(Role.ADMIN), path).route());
    }

    @ParameterizedTest
    @CsvSource({"/api/chat, CHAT", "/api/generate, GENERATE", "/v1/chat/completions, EVENTS", "/v1/messages, EVENTS"})
    void eachStreamBeatsInItsOwnForm(String path, Heartbeat beat) {
        assertThat(of(path)).contains(beat);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/embed", "/api/pull", "/api/tags", "/v1/models"})
    void otherAnswersDoNotBeat(String path) {
        assertThat(of(path)).isEmpty();
    }

    @Test
    void beatOfAChatIsAMessageWithoutWords() {
        assertThat(text(Heartbeat.CHAT, "llama3.2"))
                .isEqualTo("{\"model\":\"llama3.2\",\"created_at\":\"2026-01-02T03:04:05Z\","
                        + "\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":false}\n");
    }

    @Test
    void beatOfAGenerationIsAResponseWithoutWords() {
        assertThat(text(Heartbeat.GENERATE, "llama3.2"))
                .isEqualTo("{\"model\":\"llama3.2\",\"created_at\":\"2026-01-02T03:04:05Z\","
                        + "\"response\":\"\",\"done\":false}\n");
    }

    @Test
    void nameOfTheModelCanNotLeaveItsPlace() {
        assertThat(text(Heartbeat.CHAT, "a\",\"done\":true}\n")).contains("\"model\":\"a\\\",\\\"done\\\":true}\\n\"");
    }

    @Test
    void beatOfEventsIsAComment() {
        assertThat(text(Heartbeat.EVENTS, "llama3.2")).isEqualTo(":\n\n");
    }
}
