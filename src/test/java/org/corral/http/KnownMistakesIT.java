package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Who takes a wrong turning is told the right one, with a token or without. */
@Timeout(60)
class KnownMistakesIT {
    private static final String SIGN_IN = "POST /api/v1/auths/signin";
    private static final String SOMEBODY = Gate.credentials("somebody@corral.test", Secrets.fresh());

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auths/signin",
                "/auths/signin",
                "/signin",
                "/login",
                "/api/login",
                "/api/v1/signin",
                "/api/v1/auth/signin"
            })
    void aSignInAtTheWrongPathIsToldTheRightOne(String path) throws IOException {
        for (RawAnswer answer : withAndWithoutToken("POST", path)) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(Gate.json(answer).path("detail").asString()).contains(SIGN_IN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ollama/api/auths/signin",
                "/ollama/api/v1/auths/signin",
                "/ollama/auths/signin",
                "/ollama/signin",
                "/ollama/api/signin"
            })
    void aSignInBelowOllamaIsToldTheRightPathAndNeverABare401(String path) throws IOException {
        for (RawAnswer answer : withAndWithoutToken("POST", path)) {
            assertThat(answer.status()).isEqualTo(404);
            JsonNode body = Gate.json(answer);
            assertThat(body.path("error").asString()).contains(SIGN_IN);
            assertThat(body.path("detail").asString())
                    .isEqualTo(body.path("error").asString());
        }
        assertThat(ollama.requests()).isEmpty();
    }

    @Test
    void aSignInBelowOllamasOpenAiPathIsToldInThatShape() throws IOException {
        for (RawAnswer answer : withAndWithoutToken("POST", "/ollama/v1/auths/signin")) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(Gate.json(answer).path("error").path("message").asString())
                    .contains(SIGN_IN);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /ollama/api/api/chat, POST /ollama/api/chat",
        "GET, /ollama/api/api/tags, GET /ollama/api/tags",
        "GET, /ollama/api/ollama/api/tags, GET /ollama/api/tags",
        "POST, /ollama/v1/api/chat, POST /ollama/api/chat",
        "POST, /v1/api/chat, POST /ollama/api/chat",
        "POST, /api/chat, POST /ollama/api/chat",
        "GET, /api/chat, POST /ollama/api/chat",
        "GET, /api/tags, GET /ollama/api/tags",
        "POST, /api/chat/, The path has a slash too many at its end. The right path is POST /ollama/api/chat"
    })
    void ollamasClientsAreToldTheRightPath(String method, String path, String right) throws IOException {
        for (RawAnswer answer : withAndWithoutToken(method, path)) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(Gate.json(answer).path("error").asString()).contains(right);
        }
        assertThat(ollama.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "//api/chat, two slashes at its beginning",
        "//ollama/api/chat, two slashes at its beginning",
        "/ollama//api/chat, two slashes after segment 1",
        "/ollama/api/chat/, a slash too many at its end"
    })
    void slashTooManyIsNamed(String path, String fault) throws IOException {
        for (RawAnswer answer : withAndWithoutToken("POST", path)) {
            assertThat(answer.status()).isIn(400, 401, 404);
            assertThat(Gate.json(answer).path("error").asString())
                    .contains(fault, "The right path is POST /ollama/api/chat.");
        }
        assertThat(ollama.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /v1/chat/completions, POST /ollama/v1/chat/completions",
        "POST, /v1/v1/chat/completions, POST /ollama/v1/chat/completions",
        "POST, /chat/completions, POST /ollama/v1/chat/completions",
        "POST, /ollama/chat/completions, POST /ollama/v1/chat/completions",
        "POST, /ollama/api/v1/chat/completions, POST /ollama/v1/chat/completions",
        "POST, /api/v1/chat/completions, POST /ollama/v1/chat/completions",
        "GET, /v1/models, GET /ollama/v1/models"
    })
    void openAisClientsAreToldTheRightPath(String method, String path, String right) throws IOException {
        for (RawAnswer answer : withAndWithoutToken(method, path)) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(Gate.json(answer).path("error").path("message").asString())
                    .contains(right);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/ollama/v1/v1/messages", "/api/v1/messages", "/ollama/api/v1/messages"})
    void anthropicsClientsAreToldTheRightPath(String path) throws IOException {
        for (RawAnswer answer : withAndWithoutToken("POST", path)) {
            assertThat(answer.status()).isEqualTo(404);
            assertThat(Gate.json(answer).path("type").asString()).isEqualTo("error");
            assertThat(Gate.json(answer).path("error").path("message").asString())
                    .contains("POST /ollama/v1/messages");
        }
    }

    /** Scripts that were written for Open WebUI look for the text there. */
    @ParameterizedTest
    @ValueSource(strings = {"/api/chat", "/v1/chat/completions", "/v1/messages", "/nothing"})
    void detailIsThereWhereverItIsNotOllamas(String path) throws IOException {
        for (RawAnswer answer : withAndWithoutToken("POST", path)) {
            assertThat(Gate.json(answer).path("detail").asString()).contains("/ollama");
        }
    }

    @Test
    void whoIsRefusedAtAWrongPathOrMethodIsToldThatToo() throws IOException {
        assertThat(gate.post("/ollama/api/chats", "{}").text()).contains("Sign in first", "no such route");
        assertThat(gate.get("/ollama/api/chat").text()).contains("Sign in first", "POST /ollama/api/chat");
        assertThat(gate.get("/ollama/api/tags").text()).doesNotContain("route");
    }

    @Test
    void whoTypesAnAddressIsToldWhereThePageIs() throws IOException {
        String browser = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        for (String path : new String[] {"/login", "/chat", "/nothing"}) {
            assertThat(gate.get(path, browser).text()).contains("The page for people is at /.");
            assertThat(gate.get(path).text()).doesNotContain("page for people");
        }
    }

    @Test
    void ollamasRootNeedsNoSlashAtItsEnd() throws IOException {
        for (String method : new String[] {"GET", "HEAD"}) {
            RawAnswer answer = gate.exchange(
                    RawClient.request(method, "/ollama", gate.user().bearer()));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(method.equals("GET") ? "Ollama is running" : "");
        }
        assertThat(ollama.requests()).extracting(Recorded::target).containsExactly("/", "/");
        assertThat(gate.get("/ollama").status()).isEqualTo(401);
    }

    @Test
    void getOnSignInIs405() throws IOException {
        for (RawAnswer answer : withAndWithoutToken("GET", "/api/v1/auths/signin")) {
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow").orElseThrow()).contains("POST").doesNotContain("GET");
            assertThat(Gate.json(answer).path("detail").asString()).contains(SIGN_IN);
        }
    }

    @Test
    void aFormInsteadOfJsonIs415() throws IOException {
        String form = "email=somebody%40corral.test&password=" + Secrets.fresh();
        RawAnswer answer = gate.exchange(RawClient.request(
                        "POST",
                        "/api/v1/auths/signin",
                        "Content-Type: application/x-www-form-urlencoded",
                        "Content-Length: " + form.length())
                + form);
        assertThat(answer.status()).isEqualTo(415);
        assertThat(Gate.json(answer).path("detail").asString())
                .contains("Content-Type: application/json", "email", "password")
                .doesNotContain("Never-in-a-log");
    }

    /** The host in a text would be the one that the caller, or somebody who forges links, has made up. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/auths/signin",
                "/ollama/api/auths/signin",
                "/ollama/api/api/chat",
                "/nothing",
                "/ollama/api/tags"
            })
    void aForgedHostIsNotInTheText(String path) throws IOException {
        RawAnswer answer = gate.exchange(
                "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n"
                        + "X-Forwarded-Host: evil.example\r\nForwarded: host=evil.example\r\nOrigin: http://evil.example\r\n\r\n");
        assertThat(answer.status()).isIn(401, 404);
        assertThat(answer.text()).doesNotContain("evil.example");
        assertThat(answer.head().lines()).noneMatch(line -> line.contains("evil.example"));
    }

    private RawAnswer[] withAndWithoutToken(String method, String path) throws IOException {
        if (method.equals("POST")) {
            return new RawAnswer[] {
                gate.post(path, SOMEBODY), gate.post(path, SOMEBODY, gate.user().bearer())
            };
        }
        return new RawAnswer[] {gate.get(path), gate.get(path, gate.user().bearer())};
    }
}
