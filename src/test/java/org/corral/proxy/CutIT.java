package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.standin.Behaviour;
import org.corral.standin.Chunking;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.Piece;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whoever loses the right to an answer while it runs gets no more of it, and is told so in its last line. */
@Tag("portable")
@Timeout(120)
class CutIT {
    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();
    private final Site site = Site.of(gate);
    private final Person someone = gate.person("cut-" + UUID.randomUUID(), "user");
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        go.countDown();
    }

    /** What takes the right away. */
    private enum Loss {
        SIGN_OUT,
        SIGN_OUT_BY_ADMIN,
        PASSWORD,
        DEMOTION,
        DELETION
    }

    private void lose(Loss loss) throws IOException {
        String admin = gate.admin().bearer();
        String account = "/api/v1/users/" + someone.id();
        RawAnswer answer =
                switch (loss) {
                    case SIGN_OUT -> site.post("/api/v1/auths/signout", "", someone.bearer());
                    case SIGN_OUT_BY_ADMIN -> site.post(account + "/signout", "", admin);
                    case PASSWORD ->
                        site.post(
                                "/api/v1/auths/update/password",
                                Map.of("password", someone.password(), "new_password", Secrets.fresh()),
                                someone.bearer());
                    case DEMOTION -> site.post(account + "/update", Map.of("role", "pending"), admin);
                    case DELETION -> site.send("DELETE", account, admin);
                };
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
    }

    /** What comes of an answer of which the first token is there when the right is lost. */
    private String cut(Chat chat, Loss loss) throws IOException {
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = gate.connect().send(chat.by(someone))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            String begin = textUpTo(client, chat.marker() + ":0");
            lose(loss);
            String rest = client.readRest(SOON);
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
            ollama.requests(chat.path().substring("/ollama".length())).get(0).awaitAborted(SOON);
            return begin + rest;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamEndsWithAnErrorAndOllamaStops(Loss loss) throws IOException {
        List<String> lines = cut(Chat.ndjson("C", 3), loss).lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(Gate.json(lines.get(1)).path("error").asString()).contains("session has ended");
    }

    @Test
    void eventsEndWithAnErrorForOpenAisClients() throws IOException {
        String text = cut(Chat.events("C", 3), Loss.SIGN_OUT);

        assertThat(text).endsWith("\n\n").doesNotContain("[DONE]");
        JsonNode error = lastEvent(text).path("error");
        assertThat(error.path("type").asString()).isEqualTo("authentication_error");
        assertThat(error.path("message").asString()).contains("session has ended");
    }

    @Test
    void eventsEndWithAnErrorForAnthropicsClients() throws IOException {
        String text = cut(new Chat("/ollama/v1/messages", "C", 3, ""), Loss.SIGN_OUT);

        assertThat(text).contains("\n\nevent: error\ndata: {\"type\":\"error\"");
        assertThat(lastEvent(text).path("error").path("type").asString()).isEqualTo("authentication_error");
    }

    @Test
    void eventsOfTheResponsesApiEndWithItsError() throws IOException {
        String text = cut(new Chat("/ollama/v1/responses", "C", 3, ""), Loss.SIGN_OUT);

        assertThat(text).contains("\n\nevent: error\ndata: {\"type\":\"error\"");
        assertThat(lastEvent(text).path("message").asString()).contains("session has ended");
    }

    /** The line that was on its way is completed, so that every one can be read. */
    @ParameterizedTest
    @EnumSource
    void everyLineOfAStreamThatIsCutIsWhole(Chunking chunking) throws IOException {
        ollama.next(Behaviour.chunked(chunking));
        Chat chat = Chat.ndjson("W", 100_000).every(1);
        try (RawClient client = gate.connect().send(chat.by(someone))) {
            client.readHead(SOON);
            String begin = textUpTo(client, "W:20 ");
            lose(Loss.SIGN_OUT);
            List<String> lines = (begin + client.readRest(SOON)).lines().toList();
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
            assertThat(lines.subList(0, lines.size() - 1)).allSatisfy(line -> assertThat(
                            Gate.json(line).path("message").path("content").asString())
                    .startsWith("W:"));
            assertThat(Gate.json(lines.get(lines.size() - 1)).has("error")).isTrue();
        }
    }

    @Test
    void anAnswerThatHasNotBegunIsRefused() throws IOException {
        ollama.next(Behaviour.holdHead(go));
        try (RawClient client = gate.connect().send(Chat.ndjson("C", 3).by(someone))) {
            ollama.awaitRequest("/api/chat", SOON);
            lose(Loss.SIGN_OUT);
            RawAnswer answer = client.readAll(SOON);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate"))
                    .hasValueSatisfying(challenge -> assertThat(challenge).contains("invalid_token"));
            assertThat(Site.text(answer, "error")).contains("session has ended");
            assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
        }
    }

    @Test
    void anUploadEndsWhoseSenderLosesTheRight() throws IOException {
        Person uploader = gate.person("uploads-" + UUID.randomUUID(), "admin");
        String path = "/api/blobs/sha256:" + "0".repeat(64);
        String request = RawClient.request("POST", "/ollama" + path, uploader.bearer(), "Transfer-Encoding: chunked");
        try (RawClient client = gate.connect().send(request)) {
            client.sendChunk(new byte[100_000]);
            ollama.awaitHead(path, SOON);
            site.post(
                    "/api/v1/users/" + uploader.id() + "/update",
                    Map.of("role", "user"),
                    gate.admin().bearer());
            assertThat(client.readHead(SOON).status()).isEqualTo(401);
            ollama.requests(path).get(0).awaitAborted(SOON);
        }
    }

    @Test
    void anAnswerToWhichNothingCanBeAddedIsBrokenOff() throws IOException {
        ollama.next("GET /api/tags", Behaviour.headThenSilence("application/json"));
        try (RawClient client = gate.connect().send(RawClient.request("GET", "/ollama/api/tags", someone.bearer()))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            lose(Loss.SIGN_OUT);
            client.readRest(SOON);
            assertThat(client.ending()).isEqualTo(Ending.BROKEN);
        }
    }

    @Test
    void aStreamThatAKeyHasOpenedEndsWithTheKey() throws IOException {
        String key = Site.text(site.post("/api/v1/auths/api_key", "", someone.bearer()), "api_key");
        ollama.next(Behaviour.holdAfter(1, go));
        Chat chat = Chat.ndjson("K", 3);
        try (RawClient client =
                gate.connect().send(RawClient.post(chat.path(), chat.body(), "Authorization: Bearer " + key))) {
            client.readHead(SOON);
            textUpTo(client, "K:0");
            lose(Loss.SIGN_OUT);
            site.send(
                    "DELETE",
                    "/api/v1/auths/api_key",
                    "Authorization: Bearer " + Site.token(site.signIn(someone.email(), someone.password())));
            assertThat(client.readRest(SOON)).contains("{\"error\":");
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamGoesOnWhoseCallerKeepsTheRight(boolean promoted) throws IOException {
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = gate.connect().send(Chat.ndjson("C", 3).by(someone))) {
            client.readHead(SOON);
            textUpTo(client, "C:0");
            if (promoted) {
                site.post(
                        "/api/v1/users/" + someone.id() + "/update",
                        Map.of("role", "admin"),
                        gate.admin().bearer());
            } else {
                String other = Site.token(site.signIn(someone.email(), someone.password()));
                site.post("/api/v1/auths/signout", "", "Authorization: Bearer " + other);
            }
            go.countDown();
            assertThat(client.readRest(SOON)).contains("C:2", "\"done\":true").doesNotContain("error");
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        }
    }

    private static JsonNode lastEvent(String text) {
        return Gate.json(text.substring(text.lastIndexOf("data: ") + "data: ".length()));
    }

    private static String textUpTo(RawClient client, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            Optional<Piece> piece = client.next(SOON);
            assertThat(piece).as("the stream went on after: " + text).isPresent();
            text.append(piece.orElseThrow().text());
        }
        return text.toString();
    }
}
