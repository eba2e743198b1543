package org.corral.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Real clients, each in a process of its own, talk to models through a Corral that says after 200 ms that it lives. */
@WithClients
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientsIT {
    private static final String MODEL = "llama3.2";
    private static final String NOT_THERE = "nosuch";
    private static final String FORBIDDEN = "secret";
    private static final List<String> WORDS = List.of("w0 ", "w1 ", "w2 ", "w3 ", "w4 ");
    private static final String ALL_WORDS = String.join("", WORDS);

    private final Map<Client, ClientProcess> clients = new EnumMap<>(Client.class);
    private StandInOllama ollama;
    private TomcatProcess tomcat;
    private Tap tap;
    private String token;
    private String key;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        ollama = StandInOllama.start(0);
        tomcat = TomcatProcess.setup()
                .ollama(ollama.port())
                .contextParam("corral.heartbeat", "200ms")
                .start();
        tap = Tap.to(tomcat.port());
        Site site = Site.of(tomcat);
        String admin = "Authorization: Bearer " + Site.token(site.signUp("Ada", "ada@corral.test", Secrets.fresh()));
        JsonNode user = Gate.json(site.post(
                "/api/v1/auths/add",
                Map.of("name", "Ben", "email", "ben@corral.test", "password", Site.PASSWORD, "role", "user"),
                admin));
        token = Site.token(site.signIn("ben@corral.test", Site.PASSWORD));
        allow(user.path("id").asString(), "{\"models\":[\"llama3.2\",\"nomic-embed-text\",\"nosuch\"]}", admin);
        key = Site.text(
                site.post(
                        "/api/v1/auths/api_keys",
                        Map.of("name", "scripts", "scope", "inference"),
                        "Authorization: Bearer " + token),
                "api_key");
        for (Client client : Client.there().toList()) {
            clients.put(client, ClientProcess.start(client));
        }
    }

    private void allow(String account, String json, String admin) throws IOException {
        RawAnswer answer = RawClient.exchange(
                tomcat.port(),
                RawClient.request(
                                "PUT",
                                "/api/v1/users/" + account + "/models",
                                admin,
                                "Content-Type: application/json",
                                "Content-Length: " + json.length())
                        + json,
                SOON);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
    }

    @AfterAll
    void stop() throws IOException {
        clients.values().forEach(ClientProcess::close);
        tap.close();
        tomcat.close();
        ollama.close();
    }

    @BeforeEach
    void forget() {
        ollama.reset();
        tap.forget();
    }

    static Stream<Client> clients() {
        return Client.there();
    }

    static Stream<Client> listers() {
        return clients().filter(Client::listsModels);
    }

    static Stream<Client> embedders() {
        return clients().filter(Client::embeds);
    }

    static Stream<Question> questions() {
        return clients().flatMap(Client::questions);
    }

    /** Streamed or not; most of what is refused is refused to both. */
    private Heard ask(Client client, String call, String model) throws IOException {
        return ask(client, call, model, key);
    }

    private Heard ask(Client client, String call, String model, String credential) throws IOException {
        return asked(client, call, model, credential, 0).hear();
    }

    private ClientProcess asked(Client client, String call, String model, String credential, int leaveAfter)
            throws IOException {
        ClientProcess process = Objects.requireNonNull(clients.get(client));
        process.ask(call, tap.url(), credential, model, leaveAfter);
        return process;
    }

    private ClientProcess streamed(Question question) throws IOException {
        return asked(question.client(), question.streamed(), MODEL, key, 0);
    }

    @ParameterizedTest
    @MethodSource("listers")
    void modelsAreThoseThatTheAccountMayUse(Client client) throws IOException {
        for (String credential : List.of(key, token)) {
            Heard heard = ask(client, "models", "", credential);
            assertThat(heard.value().valueStream().map(JsonNode::asString))
                    .as(heard::toString)
                    .containsExactly("llama3.2:latest", "nomic-embed-text:latest");
        }
    }

    @ParameterizedTest
    @MethodSource("embedders")
    void textBecomesNumbers(Client client) throws IOException {
        Heard heard = ask(client, "embed", "nomic-embed-text");
        assertThat(heard.value().valueStream().map(JsonNode::asDouble))
                .as(heard::toString)
                .containsExactly(0.25, -0.5, 0.75);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answerComesAsAWhole(Question question) throws IOException {
        Heard heard = ask(question.client(), question.name(), MODEL);
        assertThat(heard.value().asString("")).as(heard::toString).isEqualTo(ALL_WORDS);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answerComesTokenByToken(Question question) throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, go));
        ClientProcess client = streamed(question);
        // Were it kept back on the way, it would never come.
        assertThat(client.hearOne()).isEqualTo("w0 ");
        go.countDown();
        Heard heard = client.hear();
        assertThat(heard.pieces()).as(heard::toString).containsExactlyElementsOf(WORDS.subList(1, WORDS.size()));
        assertThat(heard.error()).isEmpty();
    }

    /** Before the first token, and between two: Ollama says nothing until two heartbeats have gone to the client. */
    @ParameterizedTest
    @MethodSource("questions")
    void heartbeatsGoUnnoticed(Question question) throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch third = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(first).and(Behaviour.holdAfter(2, third)));
        ClientProcess client = streamed(question);
        tap.awaitBeats(2, SOON);
        first.countDown();
        assertThat(List.of(client.hearOne(), client.hearOne())).isEqualTo(WORDS.subList(0, 2));
        tap.forget();
        tap.awaitBeats(2, SOON);
        third.countDown();
        Heard heard = client.hear();
        assertThat(heard.pieces()).as(heard::toString).containsExactlyElementsOf(WORDS.subList(2, WORDS.size()));
        assertThat(heard.error()).isEmpty();
        assertThat(ollama.requests(question.path())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void errorAfterAHeartbeatIsAnError(Question question) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdHead(go).and(error(question, "the model does not fit into memory")));
        ClientProcess client = streamed(question);
        tap.awaitBeats(1, SOON);
        go.countDown();
        Heard heard = client.hear();
        assertThat(heard.pieces()).isEmpty();
        assertThat(heard.error()).as(heard::toString).isNotEmpty();
        assertThat(heard.message()).contains("the model does not fit into memory");
    }

    private static Behaviour error(Question question, String message) {
        String json =
                switch (question.path()) {
                    case "/api/chat", "/api/generate" -> "{\"error\":\"%s\"}";
                    case "/v1/messages" -> "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"%s\"}}";
                    default -> "{\"error\":{\"message\":\"%s\",\"type\":\"api_error\",\"param\":null,\"code\":null}}";
                };
        return Behaviour.status(500, "application/json; charset=utf-8", json.formatted(message));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answerThatBreaksOffIsAnError(Question question) throws IOException {
        ollama.next(Behaviour.dieAfter(2, Death.RESET));
        Heard heard = streamed(question).hear();
        assertThat(heard.pieces()).as(heard::toString).isEqualTo(WORDS.subList(0, 2));
        assertThat(heard.error()).as(heard::toString).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void clientThatLeavesStopsOllama(Question question) throws IOException {
        ollama.next(Behaviour.stallAfter(2));
        ClientProcess client = asked(question.client(), question.streamed(), MODEL, key, 2);
        ollama.awaitRequest(question.path(), SOON).awaitAborted(SOON);
        assertThat(client.hear().pieces()).isEqualTo(WORDS.subList(0, 2));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void modelThatIsNotThereIsTheClientsOwnError(Question question) throws IOException {
        for (String call : List.of(question.name(), question.streamed())) {
            Heard heard = ask(question.client(), call, NOT_THERE);
            assertThat(heard.error()).as(heard::toString).isIn("ResponseError", "NotFoundError");
            assertThat(heard.message()).contains("model 'nosuch' not found");
            assertThat(heard.status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void modelThatTheAccountMayNotUseIsRefused(Question question) throws IOException {
        for (String call : List.of(question.name(), question.streamed())) {
            Heard heard = ask(question.client(), call, FORBIDDEN);
            assertThat(heard.error()).as(heard::toString).isIn("ResponseError", "PermissionDeniedError");
            assertThat(heard.message()).contains("not among those that your account may use");
            assertThat(heard.status()).isEqualTo(403);
        }
        assertThat(ollama.requests(question.path())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void wrongKeyIsRefused(Question question) throws IOException {
        for (String call : List.of(question.name(), question.streamed())) {
            Heard heard = ask(question.client(), call, MODEL, "sk-" + UUID.randomUUID());
            assertThat(heard.error()).as(heard::toString).isIn("ResponseError", "AuthenticationError");
            assertThat(heard.status()).isEqualTo(401);
        }
        assertThat(ollama.requests(question.path())).isEmpty();
    }

    /** The very lines that people find in the documentation. */
    @ParameterizedTest
    @MethodSource("clients")
    void exampleWorksAsItIsDocumented(Client client) throws Exception {
        assertThat(Example.run(client, tap.url(), key)).isEqualTo(ALL_WORDS);
    }
}
