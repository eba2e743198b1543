package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Secrets;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.Behaviour;
import org.corral.standin.Death;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Three Ollama servers behind one Corral: two that are there, and a third one that comes and goes. */
@Tag("once")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SeveralServersIT {
    private final StandInOllama one = StandInOllama.start(0);
    private final StandInOllama two = StandInOllama.start(0);
    private final int thirdPort = freePort();
    private final TomcatProcess tomcat;
    private final Site site;
    private final String bearer;

    SeveralServersIT() throws IOException, InterruptedException {
        tomcat = TomcatProcess.setup()
                .contextParam(
                        "corral.ollama-urls",
                        one.url() + "#name=one/parallel=3 " + two.url() + "#name=two/weight=2/parallel=3"
                                + " http://127.0.0.1:" + thirdPort + "#name=three")
                // They are asked when a test wants it, and not in the middle of one.
                .contextParam("corral.health-interval", "1h")
                .contextParam("corral.queue-length", "4")
                .contextParam("corral.queue-timeout", "10s")
                .contextParam("corral.slow-start", "0s")
                .start();
        site = Site.of(tomcat);
        bearer = "Authorization: Bearer " + Site.token(site.signUp("Ada", "ada@corral.test", Secrets.fresh()));
    }

    @AfterAll
    void stop() throws IOException {
        tomcat.close();
        one.close();
        two.close();
    }

    @BeforeEach
    void bothHaveTheSame() throws IOException {
        both("llama3.2", "qwen3");
    }

    private void both(String... models) throws IOException {
        one.haveModels(models);
        two.haveModels(models);
        look();
        one.reset();
        two.reset();
    }

    /** Has every server asked what it has; returns what is known of them. */
    private JsonNode look() throws IOException {
        RawAnswer answer = site.get("/api/v1/admin/servers", bearer);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        return Gate.json(answer).path("servers");
    }

    @Test
    void adminsSeeHowEachIs() throws IOException {
        JsonNode servers = look();
        assertThat(servers.valueStream().map(each -> each.path("name").asString()))
                .containsExactly("one", "two", "three");
        JsonNode two = servers.get(1);
        assertThat(two.path("up").asBoolean()).isTrue();
        assertThat(two.path("weight").asInt()).isEqualTo(2);
        assertThat(two.path("parallel").asInt()).isEqualTo(3);
        assertThat(two.path("models").valueStream().map(JsonNode::asString))
                .containsExactly("llama3.2:latest", "qwen3:latest");
        assertThat(two.path("loaded")).hasSize(2);
        JsonNode three = servers.get(2);
        assertThat(three.path("up").asBoolean()).isFalse();
        assertThat(three.path("last_error").asString()).isNotBlank();
    }

    @Test
    void aRequestGoesWhereTheModelIs() throws IOException {
        two.haveModels("llama3.2", "qwen3", "only-two");
        look();
        for (int i = 0; i < 5; i++) {
            assertThat(chat("ONLY-TWO:latest").status()).isEqualTo(200);
        }
        assertThat(one.requests("/api/chat")).isEmpty();
        assertThat(two.requests("/api/chat")).hasSize(5);
    }

    @Test
    void aRequestGoesWhereTheModelIsInMemory() throws IOException {
        two.unload("qwen3");
        look();
        for (int i = 0; i < 5; i++) {
            assertThat(chat("qwen3").status()).isEqualTo(200);
        }
        assertThat(one.requests("/api/chat")).hasSize(5);
        assertThat(two.requests("/api/chat")).isEmpty();
    }

    @Test
    void aModelThatNobodyHasIsOllamasError() throws IOException {
        RawAnswer answer = chat("no-such-model");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("no-such-model");
    }

    @Test
    void whoHasLessToDoByItsWeightIsAsked() throws IOException {
        List<RawClient> running = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                running.add(stream());
            }
            one.awaitRequests(1, "/api/chat", SOON);
            two.awaitRequests(2, "/api/chat", SOON);
        } finally {
            reset(running);
        }
    }

    @Test
    void whenAllPlacesAreTakenRequestsWaitInTheirOrder() throws Exception {
        List<RawClient> running = new ArrayList<>();
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            for (int i = 0; i < 6; i++) {
                running.add(stream());
            }
            List<Future<RawAnswer>> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(callers.submit(() -> chat("llama3.2")));
                awaitWaiting(i + 1);
            }
            RawAnswer tooMany = chat("llama3.2");
            assertThat(tooMany.status()).isEqualTo(503);
            assertThat(tooMany.header("Retry-After")).isPresent();
            running.remove(0).reset();
            for (Future<RawAnswer> each : waiting) {
                assertThat(each.get().status()).isEqualTo(200);
            }
        } finally {
            reset(running);
            callers.shutdownNow();
        }
    }

    @Test
    void whoWaitsTooLongIsToldToComeBack() throws IOException {
        List<RawClient> running = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                running.add(stream());
            }
            RawAnswer answer = site.post("/ollama/api/generate", "{\"model\":\"llama3.2\",\"stream\":false}", bearer);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
        } finally {
            reset(running);
        }
    }

    @Test
    void whatKeepsNoModelBusyNeverWaits() throws IOException {
        List<RawClient> running = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                running.add(stream());
            }
            for (String path : List.of("/api/version", "/api/tags", "/api/ps", "/v1/models", "/v1/models/llama3.2")) {
                assertThat(site.get("/ollama" + path, bearer).status()).as(path).isEqualTo(200);
            }
            assertThat(site.post("/ollama/api/show", "{\"model\":\"llama3.2\"}", bearer)
                            .status())
                    .isEqualTo(200);
        } finally {
            reset(running);
        }
    }

    @Test
    void whoLeavesWhileTheyWaitTakesNoPlace() throws IOException {
        List<RawClient> running = new ArrayList<>();
        try {
            for (int i = 0; i < 6; i++) {
                running.add(stream());
            }
            RawClient impatient = RawClient.connect(tomcat.port())
                    .send(RawClient.post("/ollama/api/generate", "{\"model\":\"llama3.2\",\"stream\":false}", bearer));
            awaitWaiting(1);
            impatient.reset();
            awaitWaiting(0);
        } finally {
            reset(running);
        }
    }

    @Test
    void aServerThatCanNotBeReachedIsPassedOverWithTheBodyIntact() throws IOException {
        String body =
                "{\"model\":\"rare\",\"images\":[\"" + "x".repeat(200_000) + "\"],\"options\":{\"num_predict\":1}}";
        one.haveModels("llama3.2", "qwen3", "rare");
        one.unload("rare");
        try (StandInOllama three = StandInOllama.start(thirdPort)) {
            three.haveModels("rare");
            look();
            // It has it in memory, so it is the first choice.
            assertThat(site.post("/ollama/api/generate", body, bearer).status()).isEqualTo(200);
            assertThat(three.requests("/api/generate")).hasSize(1);
        }
        assertThat(site.post("/ollama/api/generate", body, bearer).status()).isEqualTo(200);
        assertThat(one.awaitRequest("/api/generate", SOON).bodyText()).isEqualTo(body);
        assertThat(tomcat.log()).contains("No connection to Ollama at http://127.0.0.1:" + thirdPort);
    }

    @Test
    void whoAsksForAModelWhoseOnlyServerIsGoneIsToldToComeBack() throws IOException {
        try (StandInOllama three = StandInOllama.start(thirdPort)) {
            three.haveModels("rare");
            look();
        }
        for (int i = 0; i < 3; i++) {
            RawAnswer answer = chat("rare");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isPresent();
        }
        try (StandInOllama three = StandInOllama.start(thirdPort)) {
            three.haveModels("rare");
            look();
            assertThat(chat("rare").status()).isEqualTo(200);
        }
    }

    @Test
    void whatWasSentIsNeverSentTwice() throws IOException {
        for (StandInOllama each : List.of(one, two)) {
            each.on("POST /api/chat", Behaviour.dieBeforeHead(Death.RESET));
        }
        assertThat(chat("llama3.2").status()).isEqualTo(502);
        assertThat(one.requests("/api/chat").size() + two.requests("/api/chat").size())
                .isEqualTo(1);
    }

    @Test
    void listsAreThoseOfAll() throws IOException {
        one.haveModels("llama3.2", "a");
        two.haveModels("llama3.2", "b");
        assertThat(names("/ollama/api/tags", "models", "name"))
                .containsExactlyInAnyOrder("llama3.2:latest", "a:latest", "b:latest");
        assertThat(names("/ollama/v1/models", "data", "id"))
                .containsExactlyInAnyOrder("llama3.2:latest", "a:latest", "b:latest");
        assertThat(names("/ollama/api/ps", "models", "name"))
                .containsExactlyInAnyOrder("llama3.2:latest", "a:latest", "llama3.2:latest", "b:latest");
        assertThat(site.send("HEAD", "/ollama/api/tags", bearer).status()).isEqualTo(200);
    }

    @Test
    void aPullIsForAllThatAreUp() throws IOException {
        RawAnswer answer = site.post("/ollama/api/pull", "{\"model\":\"new\"}", bearer);
        List<String> lines = answer.text().lines().toList();
        assertThat(lines).filteredOn(line -> line.contains("success")).hasSize(2);
        assertThat(lines)
                .allSatisfy(line -> assertThat(Gate.json(line).has("error")).isFalse());
        assertThat(one.hasModel("new") && two.hasModel("new")).isTrue();
    }

    @Test
    void aPullThatIsNotStreamedIsForAllToo() throws IOException {
        RawAnswer answer = site.post("/ollama/api/pull", "{\"model\":\"new\",\"stream\":false}", bearer);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("{\"status\":\"success\"}");
        assertThat(one.hasModel("new") && two.hasModel("new")).isTrue();
    }

    @Test
    void aPullThatFailsOnOneSaysSo() throws IOException {
        two.next("POST /api/pull", Behaviour.error(500, "no space left"));
        RawAnswer answer = site.post("/ollama/api/pull", "{\"model\":\"new\"}", bearer);
        assertThat(answer.text().lines()).last().isEqualTo("{\"error\":\"no space left\"}");
    }

    @Test
    void copyAndDeleteAreForAll() throws IOException {
        RawAnswer copied = site.post("/ollama/api/copy", "{\"source\":\"qwen3\",\"destination\":\"mine\"}", bearer);
        assertThat(copied.status()).isEqualTo(200);
        assertThat(one.hasModel("mine") && two.hasModel("mine")).isTrue();
        assertThat(delete("/ollama/api/delete").status()).isEqualTo(200);
        assertThat(one.hasModel("mine") || two.hasModel("mine")).isFalse();
    }

    @Test
    void copyAndDeleteAreForThoseThatHaveTheModel() throws IOException {
        for (StandInOllama having : List.of(one, two)) {
            one.haveModels("llama3.2");
            two.haveModels("llama3.2");
            having.haveModels("llama3.2", "rare");
            RawAnswer copied = site.post("/ollama/api/copy", "{\"source\":\"rare\",\"destination\":\"mine\"}", bearer);
            assertThat(copied.status()).isEqualTo(200);
            assertThat(copied.text()).isEmpty();
            assertThat(having.hasModel("mine")).isTrue();
            assertThat(delete("/ollama/api/delete").status()).isEqualTo(200);
            assertThat(having.hasModel("mine")).isFalse();
            RawAnswer again = delete("/ollama/api/delete");
            assertThat(again.status()).isEqualTo(404);
            assertThat(Gate.json(again.text()).path("error").asString()).contains("not found");
        }
    }

    /** Another objection than that is one. */
    @Test
    void whatOneServerCanNotDeleteIsSaid() throws IOException {
        one.haveModels("llama3.2", "mine");
        two.haveModels("llama3.2");
        one.next("DELETE /api/delete", Behaviour.error(500, "no rights"));
        assertThat(delete("/ollama/api/delete").status()).isEqualTo(500);
    }

    /** What one server says within its stream is heard, too. */
    @Test
    void aPullThatFailsInMidStreamGoesNoFurther() throws IOException {
        Behaviour full = x -> {
            x.readBody();
            x.answer().open("application/x-ndjson");
            x.answer().line("{\"status\":\"pulling manifest\"}\n");
            x.answer().line("{\"error\":\"no space left\"}\n");
            x.answer().end();
            return true;
        };
        one.next("POST /api/pull", full);
        two.next("POST /api/pull", full);
        RawAnswer answer = site.post("/ollama/api/pull", "{\"model\":\"new\"}", bearer);
        assertThat(answer.text().lines()).last().isEqualTo("{\"error\":\"no space left\"}");
        assertThat(one.requests("/api/pull").size() + two.requests("/api/pull").size())
                .isEqualTo(1);
    }

    /** The parts of a model and what is made of them belong together. */
    @Test
    void blobsAndWhatIsMadeOfThemAreForTheFirstThatIsUp() throws Exception {
        List<RawClient> running = new ArrayList<>();
        try {
            // By its weight the first has more to do than the second.
            for (int i = 0; i < 3; i++) {
                running.add(stream());
            }
            one.awaitRequests(1, "/api/chat", SOON);
            byte[] part = "a part".getBytes(StandardCharsets.UTF_8);
            String blob = "/ollama/api/blobs/sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(part));
            assertThat(site.send("HEAD", blob, bearer).status()).isEqualTo(404);
            assertThat(site.post(blob, "a part", bearer).status()).isEqualTo(201);
            assertThat(site.send("HEAD", blob, bearer).status()).isEqualTo(200);
            assertThat(site.send("HEAD", blob + "?server=two", bearer).status()).isEqualTo(404);
            assertThat(site.send("HEAD", blob + "?server=all", bearer).status()).isEqualTo(404);
            String create = "{\"model\":\"mine\",\"from\":\"llama3.2\"}";
            assertThat(site.post("/ollama/api/create", create, bearer).status()).isEqualTo(200);
            assertThat(one.hasModel("mine")).isTrue();
            assertThat(two.hasModel("mine")).isFalse();
            assertThat(site.post("/ollama/api/create?server=all", create, bearer)
                            .status())
                    .isEqualTo(200);
            assertThat(two.hasModel("mine")).isTrue();
        } finally {
            reset(running);
        }
    }

    @Test
    void theQueryChoosesAServerAndDoesNotPass() throws IOException {
        assertThat(site.post("/ollama/api/pull?a=b&server=two", "{\"model\":\"new\"}", bearer)
                        .status())
                .isEqualTo(200);
        assertThat(one.hasModel("new")).isFalse();
        assertThat(two.awaitRequest("/api/pull", SOON).target()).isEqualTo("/api/pull?a=b");
        assertThat(site.post("/ollama/api/pull?server=%6f%6Ee", "{\"model\":\"new\"}", bearer)
                        .status())
                .isEqualTo(200);
        assertThat(one.hasModel("new")).isTrue();
        for (String wrong : List.of("nobody", "%6", "")) {
            assertThat(site.post("/ollama/api/pull?server=" + wrong, "{\"model\":\"new\"}", bearer)
                            .status())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    /** It loses no request that had another server to go to. */
    @Test
    void aServerThatComesAndGoesLosesNothing() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        ReadWriteLock lives = new ReentrantReadWriteLock(true);
        ExecutorService callers = Executors.newCachedThreadPool();
        try {
            List<Future<List<RawAnswer>>> all = new ArrayList<>();
            // More than the two can take at once, so that the third is needed when it is there.
            for (int i = 0; i < 8; i++) {
                all.add(callers.submit(() -> askUntil(over, asked, lives.readLock())));
            }
            for (int i = 0; i < 8; i++) {
                StandInOllama three = StandInOllama.start(thirdPort);
                try {
                    three.haveModels("llama3.2");
                    look();
                    three.awaitRequests(5, "/api/version", SOON);
                } finally {
                    closeBetweenRequests(three, lives.writeLock());
                }
                awaitMore(asked);
            }
            over.set(true);
            for (Future<List<RawAnswer>> each : all) {
                assertThat(each.get()).hasSizeGreaterThan(10).allSatisfy(answer -> assertThat(answer.status())
                        .as(answer::text)
                        .isEqualTo(200));
            }
        } finally {
            over.set(true);
            callers.shutdownNow();
        }
    }

    /** What is sent to it and not answered would be lost, and has to be. */
    private static void closeBetweenRequests(StandInOllama server, Lock death) {
        death.lock();
        try {
            server.close();
        } finally {
            death.unlock();
        }
    }

    private List<RawAnswer> askUntil(AtomicBoolean over, AtomicInteger asked, Lock life) throws IOException {
        List<RawAnswer> answers = new ArrayList<>();
        while (!over.get()) {
            life.lock();
            try {
                answers.add(site.get("/ollama/api/version", bearer));
            } finally {
                life.unlock();
            }
            asked.incrementAndGet();
        }
        return answers;
    }

    private static void awaitMore(AtomicInteger asked) {
        int enough = asked.get() + 60;
        long deadline = System.nanoTime() + SOON.toNanos();
        while (asked.get() < enough) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private List<String> names(String path, String list, String field) throws IOException {
        return Gate.json(site.get(path, bearer))
                .path(list)
                .valueStream()
                .map(each -> each.path(field).asString())
                .toList();
    }

    private RawAnswer delete(String path) throws IOException {
        String json = "{\"model\":\"mine\"}";
        return RawClient.exchange(
                tomcat.port(),
                RawClient.request("DELETE", path, bearer, "Content-Length: " + json.length()) + json,
                SOON);
    }

    private RawAnswer chat(String model) throws IOException {
        return RawClient.exchange(tomcat.port(), request(model), SOON);
    }

    private String request(String model) {
        return RawClient.post("/ollama/api/chat", Chat.ndjson("A", 2).body().replace("llama3.2", model), bearer);
    }

    /** An endless answer that has begun. */
    private RawClient stream() throws IOException {
        RawClient client = RawClient.connect(tomcat.port());
        client.send(RawClient.post(
                "/ollama/api/chat", Chat.ndjson("E", 1_000_000).every(50).body(), bearer));
        client.readHead(SOON);
        return client;
    }

    private void reset(List<RawClient> clients) throws IOException {
        for (RawClient client : clients) {
            client.reset();
        }
        for (StandInOllama server : List.of(one, two)) {
            server.requests("/api/chat").stream()
                    .filter(asked -> asked.outcome() == Recorded.Outcome.RUNNING)
                    .forEach(asked -> asked.awaitAborted(SOON));
        }
    }

    private void awaitWaiting(int count) throws IOException {
        long deadline = System.nanoTime() + SOON.toNanos();
        while (waiting() != count) {
            assertThat(System.nanoTime()).as("waiting: " + waiting()).isLessThan(deadline);
        }
    }

    private int waiting() throws IOException {
        return Gate.json(site.get("/api/v1/admin/servers", bearer))
                .path("waiting")
                .asInt();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
