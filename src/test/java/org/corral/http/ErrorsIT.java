package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal looks like Corral's, tells nothing about the server, and can be found in the log. */
@Tag("portable")
@Timeout(60)
class ErrorsIT {
    private final Gate gate = Gate.open();

    @BeforeEach
    void signIn() {
        gate.user();
        gate.ollama().reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/nothing.html", "/error", "/api/v1/nothing", "/manager/html", "/index.jsp"})
    void whatIsNotThereIs404InOurShape(String path) throws IOException {
        RawAnswer answer = gate.get(path, gate.user().bearer());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(Gate.json(answer).path("detail").asString()).isNotBlank();
        tellsNothing(answer);
    }

    /** WildFly says so itself, in its own shape. */
    @ParameterizedTest
    @ValueSource(strings = {"/WEB-INF/web.xml", "/META-INF/context.xml", "/WEB-INF/classes/org/corral/Corral.class"})
    void whatIsInTheWarForTheServerIs404(String path) throws IOException {
        RawAnswer answer = gate.get(path, gate.user().bearer());
        assertThat(answer.status()).isEqualTo(404);
        if (gate.isWildFly()) {
            assertThat(answer.text())
                    .doesNotContain("web-app", "context.xml", "Corral")
                    .hasSizeLessThan(200);
        } else {
            assertThat(Gate.json(answer).path("detail").asString()).isNotBlank();
            tellsNothing(answer);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "", "[]", "{\"email\":1}", "{\"email\":\"a\",\"email\":\"b\"}", "\u0000"})
    void malformedJsonIsRefusedInOurShape(String body) throws IOException {
        RawAnswer answer = gate.post("/api/v1/auths/signin", body);
        assertThat(answer.status()).isIn(400, 422);
        assertThat(Gate.json(answer).has("detail")).isTrue();
        tellsNothing(answer);
    }

    /** Refused by the server before Corral sees it, so the shape is the server's; but it gives nothing away. */
    @Test
    void aUrlThatIsTooLongTellsNothing() throws IOException {
        RawAnswer answer =
                gate.get("/ollama/api/tags?" + "x".repeat(100_000), gate.user().bearer());
        assertThat(answer.status()).isBetween(400, 499);
        tellsNothing(answer);
    }

    @Test
    void fieldsThatAreTooLongTellNothing() throws IOException {
        RawAnswer answer = gate.get("/ollama/api/tags", gate.user().bearer(), "X-Long: " + "x".repeat(100_000));
        assertThat(answer.status()).isBetween(400, 499);
        tellsNothing(answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/%", "/%zz", "/a%00b", "/<script>", "/\"", "/a b", "/..", "/../../etc/passwd", "*", "nothing"})
    void targetsThatAreNoneTellNothing(String target) throws IOException {
        RawAnswer answer = gate.exchange(RawClient.request("GET", target, "Connection: close"));
        gate.turnedAway(answer);
        tellsNothing(answer);
    }

    @Test
    void everyAnswerHasItsOwnRequestId() throws IOException {
        Set<String> ids = new HashSet<>();
        List<RawAnswer> answers = List.of(
                gate.get("/ollama/api/tags"),
                gate.get("/ollama/api/tags", gate.user().bearer()),
                gate.get("/ollama/api/tags", gate.user().bearer(), "X-Request-Id: forged"),
                gate.exchange(Chat.ndjson("A", 2).by(gate.user())),
                gate.get("/nothing"),
                gate.get("/auths/signin"),
                gate.get("/api/v1/auths/signin"),
                gate.get("/.well-known/jwks.json"),
                gate.get("/ollama/api/api/tags"),
                gate.post("/api/v1/auths/signin", "{"));
        for (RawAnswer answer : answers) {
            assertThat(answer.head().headers("X-Request-Id"))
                    .singleElement()
                    .asString()
                    .matches("[0-9a-f]{16}");
            ids.add(answer.header("X-Request-Id").orElseThrow());
        }
        assertThat(ids).hasSameSizeAs(answers);
    }

    @Test
    void theLogHasTheRequestIdThatTheCallerWasGiven() throws IOException {
        gate.ollama().next(Behaviour.dieBeforeHead(Death.RESET));
        RawAnswer answer = gate.exchange(Chat.ndjson("A", 2).by(gate.user()));
        assertThat(gate.awaitLog(answer.header("X-Request-Id").orElseThrow())).hasSize(1);
    }

    private static void tellsNothing(RawAnswer answer) {
        String all = (answer.head() + answer.text()).toLowerCase(Locale.ROOT);
        assertThat(all)
                .doesNotContain("<html", "<!doctype", "tomcat", "payara", "grizzly", "glassfish", "coyote")
                .doesNotContain("exception", "java.", "at org.", "x-powered-by");
        assertThat(answer.header("Server")).isEmpty();
    }
}
