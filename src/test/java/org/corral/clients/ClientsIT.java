package org.corral.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
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
    private static final List<String> WORDS = words(5);

    /** Addresses that are right for no client. */
    private static final List<String> WRONG = List.of(
            "",
            "/",
            "/v1",
            "/api",
            "/api/v1",
            "/openai/v1",
            "/ollama/ollama",
            "/ollama/v1/v1",
            "/ollama/api",
            "/ollama/api/v1");

    private Clients clients;

    @BeforeAll
    void start() throws IOException, InterruptedException {
        clients = Clients.start();
    }

    @AfterAll
    void stop() throws IOException {
        clients.close();
    }

    @BeforeEach
    void forget() {
        clients.forget();
    }

    static Stream<Client> all() {
        return Client.there();
    }

    static Stream<Client> listers() {
        return all().filter(Client::listsModels);
    }

    static Stream<Client> embedders() {
        return all().filter(Client::embeds);
    }

    static Stream<Question> questions() {
        return all().flatMap(Client::questions);
    }

    static Stream<Question> leavers() {
        return questions().filter(Question::canBeLeft);
    }

    private static List<String> words(int count) {
        return IntStream.range(0, count).mapToObj(i -> "w" + i + " ").toList();
    }

    /** Streamed or not; most of what is refused is refused to both. */
    private Heard ask(Client client, String call, String model) throws IOException, InterruptedException {
        return ask(client, call, model, clients.key());
    }

    private Heard ask(Client client, String call, String model, String credential)
            throws IOException, InterruptedException {
        return clients.ask(client, call, model, credential, 0).hear();
    }

    private ClientProcess streamed(Question question) throws IOException {
        return clients.ask(question.client(), question.streamed(), MODEL, clients.key(), 0);
    }

    @ParameterizedTest
    @MethodSource("listers")
    void modelsAreThoseThatTheAccountMayUse(Client client) throws Exception {
        for (String credential : List.of(clients.key(), clients.token())) {
            Heard heard = ask(client, "models", "", credential);
            assertThat(heard.value().valueStream().map(JsonNode::asString))
                    .as(heard::toString)
                    .containsExactly("llama3.2:latest", "nomic-embed-text:latest");
        }
    }

    @ParameterizedTest
    @MethodSource("embedders")
    void textBecomesNumbers(Client client) throws Exception {
        Heard heard = ask(client, "embed", "nomic-embed-text");
        assertThat(heard.value().valueStream().map(JsonNode::asDouble))
                .as(heard::toString)
                .containsExactly(0.25, -0.5, 0.75);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answerComesAsAWhole(Question question) throws Exception {
        Heard heard = ask(question.client(), question.name(), MODEL);
        assertThat(heard.value().asString("")).as(heard::toString).isEqualTo(String.join("", WORDS));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answerComesTokenByToken(Question question) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        clients.ollama().next(Behaviour.holdAfter(1, go));
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
        clients.ollama().next(Behaviour.holdHead(first).and(Behaviour.holdAfter(2, third)));
        ClientProcess client = streamed(question);
        clients.tap().awaitBeats(2, SOON);
        first.countDown();
        assertThat(List.of(client.hearOne(), client.hearOne())).isEqualTo(WORDS.subList(0, 2));
        clients.tap().forget();
        clients.tap().awaitBeats(2, SOON);
        third.countDown();
        Heard heard = client.hear();
        assertThat(heard.pieces()).as(heard::toString).containsExactlyElementsOf(WORDS.subList(2, WORDS.size()));
        assertThat(heard.error()).isEmpty();
        assertThat(clients.ollama().requests(question.path())).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void errorAfterAHeartbeatIsAnError(Question question) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        clients.ollama().next(Behaviour.holdHead(go).and(error(question, "the model does not fit into memory")));
        ClientProcess client = streamed(question);
        clients.tap().awaitBeats(1, SOON);
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
    void answerThatBreaksOffIsAnError(Question question) throws Exception {
        clients.ollama().next(Behaviour.dieAfter(2, Death.RESET));
        Heard heard = streamed(question).hear();
        assertThat(heard.pieces()).as(heard::toString).isEqualTo(WORDS.subList(0, 2));
        assertThat(heard.error()).as(heard::toString).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("leavers")
    void clientThatLeavesStopsOllama(Question question) throws Exception {
        clients.ollama().next(Behaviour.stallAfter(2));
        ClientProcess client = clients.ask(question.client(), question.streamed(), MODEL, clients.key(), 2);
        clients.ollama().awaitRequest(question.path(), SOON).awaitAborted(SOON);
        assertThat(client.hear().pieces()).isEqualTo(WORDS.subList(0, 2));
    }

    @ParameterizedTest
    @MethodSource("questions")
    void modelThatIsNotThereIsTheClientsOwnError(Question question) throws Exception {
        for (String call : List.of(question.name(), question.streamed())) {
            Heard heard = ask(question.client(), call, NOT_THERE);
            assertThat(heard.error()).as(heard::toString).isIn("ResponseError", "NotFoundError");
            assertThat(heard.message()).contains("model 'nosuch' not found");
            assertThat(heard.status()).isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("questions")
    void modelThatTheAccountMayNotUseIsRefused(Question question) throws Exception {
        for (String call : List.of(question.name(), question.streamed())) {
            Heard heard = ask(question.client(), call, FORBIDDEN);
            assertThat(heard.error()).as(heard::toString).isIn("ResponseError", "PermissionDeniedError");
            assertThat(heard.message()).contains("not among those that your account may use");
            assertThat(heard.status()).isEqualTo(403);
        }
        assertThat(clients.ollama().requests(question.path())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void wrongKeyIsRefused(Question question) throws Exception {
        for (String call : List.of(question.name(), question.streamed())) {
            Heard heard = ask(question.client(), call, MODEL, "sk-" + UUID.randomUUID());
            assertThat(heard.error()).as(heard::toString).isIn("ResponseError", "AuthenticationError");
            assertThat(heard.status()).isEqualTo(401);
        }
        assertThat(clients.ollama().requests(question.path())).isEmpty();
    }

    /** Whatever address people give it: what they see of the refusal has the path that the request should have gone to. */
    @ParameterizedTest
    @MethodSource("questions")
    void wrongAddressIsToldTheRightPath(Question question) throws Exception {
        String right = "POST /ollama" + question.path();
        List<String> credentials = List.of(clients.key(), "sk-" + UUID.randomUUID());
        for (String base : WRONG) {
            for (String call : List.of(question.name(), question.streamed())) {
                for (String credential : credentials) {
                    Heard heard = clients.askAt(base, question.client(), call, MODEL, credential)
                            .hear();
                    assertThat(heard.message()).as(base + " " + heard).contains(right);
                    assertThat(heard.status()).as(base).isEqualTo(404);
                }
            }
        }
        assertThat(clients.ollama().requests()).isEmpty();
    }

    /** The very lines that people find in the documentation. */
    @ParameterizedTest
    @MethodSource("all")
    void exampleWorksAsItIsDocumented(Client client) throws Exception {
        for (String credential : List.of(clients.key(), clients.token())) {
            assertThat(Example.run(client, clients.tap().url(), credential))
                    .isEqualTo(String.join("", words(client.exampleTokens())));
        }
    }
}
