package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.standin.Behaviour;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.Piece;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whoever may use some models only uses no other, however they spell it. */
@Timeout(60)
class ModelRuleIT {
    private static final JsonMapper JSON = new JsonMapper();

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();
    private final Person someone = gate.person("modest", "user");
    private final Person admin = gate.admin();

    @BeforeEach
    void someModelsOnly() throws IOException {
        ollama.haveModels(StandInOllama.MODELS.toArray(String[]::new));
        may("/api/v1/users/" + someone.id() + "/models", "llama3.2", "qwen*");
        ollama.reset();
    }

    @AfterEach
    void everythingAgain() throws IOException {
        ollama.haveModels(StandInOllama.MODELS.toArray(String[]::new));
        may("/api/v1/roles/user/models", "*");
    }

    private void may(String path, String... models) throws IOException {
        put(path, Map.of("models", List.of(models)));
    }

    private void put(String path, Map<String, ?> body) throws IOException {
        String json = JSON.writeValueAsString(body);
        RawAnswer answer =
                gate.exchange(RawClient.post(path, json, admin.bearer()).replaceFirst("POST", "PUT"));
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
    }

    private RawAnswer ask(String path, String json) throws IOException {
        return gate.post("/ollama" + path, json, someone.bearer());
    }

    private static String naming(String model) {
        return "{\"model\":" + JSON.writeValueAsString(model) + ",\"stream\":false}";
    }

    private void isRefused(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate"))
                .hasValueSatisfying(challenge -> assertThat(challenge).contains("error=\"insufficient_scope\""));
        assertThat(answer.text())
                .contains("among those that your account may use")
                .doesNotContain("secret");
        assertThat(ollama.requests()).isEmpty();
    }

    /** Nothing of it has reached Ollama. */
    private void isNotUnderstood(RawAnswer answer) {
        assertThat(answer.status()).as(answer::text).isEqualTo(400);
        assertThat(ollama.requests()).isEmpty();
    }

    // ---- where a model is named

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/generate",
                "/api/chat",
                "/api/embed",
                "/api/embeddings",
                "/api/show",
                "/v1/chat/completions",
                "/v1/completions",
                "/v1/responses",
                "/v1/messages",
                "/v1/embeddings"
            })
    void everyRouteThatUsersHaveHoldsTheRule(String path) throws IOException {
        isRefused(ask(path, naming("secret")));
        assertThat(ask(path, naming("llama3.2")).status()).isEqualTo(200);
        assertThat(ask(path, naming("qwen3")).status()).isEqualTo(200);
        assertThat(ollama.requests(path)).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/pull, model",
        "POST, /api/pull, name",
        "POST, /api/push, name",
        "POST, /api/create, from",
        "POST, /api/create, model",
        "POST, /api/copy, source",
        "POST, /api/copy, destination",
        "DELETE, /api/delete, name",
        "DELETE, /api/delete, model",
        "POST, /api/show, name"
    })
    void everyFieldThatNamesAModelCounts(String method, String path, String field) throws IOException {
        Person modestAdmin = gate.person("modest-admin", "admin");
        may("/api/v1/users/" + modestAdmin.id() + "/models", "llama3.2");
        isRefused(send(method, path, "{\"" + field + "\":\"secret\",\"stream\":false}", modestAdmin));
        send(method, path, "{\"" + field + "\":\"LLAMA3\\u002e2\",\"stream\":false}", modestAdmin);
        assertThat(ollama.requests(path)).hasSize(1);
    }

    private RawAnswer send(String method, String path, String json, Person caller) throws IOException {
        return gate.exchange(
                RawClient.post("/ollama" + path, json, caller.bearer()).replaceFirst("POST", method));
    }

    @Test
    void theModelInThePathCounts() throws IOException {
        isRefused(gate.get("/ollama/v1/models/secret", someone.bearer()));
        isRefused(gate.get("/ollama/v1/models/library/SECRET:latest", someone.bearer()));
        assertThat(gate.get("/ollama/v1/models/llama3.2", someone.bearer()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"model\":\"llama3.2\"}"})
    void aBodyDoesNotHideTheModelInThePath(String body) throws IOException {
        isRefused(send("GET", "/v1/models/secret", body, someone));
    }

    // ---- how it is spelled

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secret",
                "SECRET",
                "Secret:Latest",
                "library/secret",
                "registry.ollama.ai/library/secret",
                "REGISTRY.OLLAMA.AI/LIBRARY/SECRET:LATEST",
                "https://registry.ollama.ai/library/secret",
                "http://registry.ollama.ai/library/secret:latest",
                " secret",
                "secret\n",
                "\u00a0secret\u3000",
                "secret:local",
                "secret:latest:local"
            })
    void noSpellingOfAModelPasses(String model) throws IOException {
        isRefused(ask("/api/generate", naming(model)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "://registry.ollama.ai/library/secret",
                "https:///library/secret",
                "a/b/c/secret",
                "../secret",
                "secret@sha256:abc",
                "\u017fecret",
                "\u0441ecret",
                "sec\u200bret",
                "secret: local",
                "llama3.2\u0000secret"
            })
    void whatIsNoNameIsRefused(String model) throws IOException {
        isNotUnderstood(ask("/api/generate", naming(model)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"MODEL\":\"secret\"}",
                "{\"Model\":\"secret\"}",
                "{\"\\u006dodel\":\"secret\"}",
                "{\"\\u004dODEL\":\"\\u0073ecret\"}",
                "{\"model\":\"llama3.2\",\"name\":\"secret\"}",
                "{\"model\":null,\"name\":\"secret\"}",
                "{\"model\":\"\",\"name\":\"secret\"}",
                "{\"model\":\" \\t\",\"name\":\"secret\"}",
                "{\"name\":\"secret\",\"model\":\"llama3.2\"}",
                "{\"\u017fource\":\"secret\",\"model\":\"llama3.2\"}",
                "\n\t {\"messages\":[{\"model\":\"llama3.2\"}],\r\n\"model\" : \"secret\"} "
            })
    void noDisguiseOfTheKeyPasses(String json) throws IOException {
        isRefused(ask("/api/show", json));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"llama3.2\",\"MODEL\":\"secret\"}",
                "{\"model\":\"llama3.2\",\"model\":\"secret\"}",
                "{\"model\":\"secret\",\"model\":\"llama3.2\"}",
                "{\"model\":\"llama3.2\",\"\\u006dodel\":\"secret\"}",
                "{\"source\":\"llama3.2\",\"\u017fource\":\"secret\"}",
                "{\"model\":\"llama3.2\"}{\"model\":\"secret\"}",
                "{\"model\":\"llama3.2\"} x",
                "{\"model\":\"llama3.2\"",
                "{\"model\":\"llama3.2\",}",
                "{\"model\":\"llama3.2\"/**/}",
                "{'model':'llama3.2'}",
                "{model:\"llama3.2\"}",
                "{\"model\":[\"llama3.2\"]}",
                "{\"model\":{\"model\":\"llama3.2\"}}",
                "{\"model\":1}",
                "{\"model\":\"llama3.2\",\"seed\":01}",
                "{\"model\":\"llama3.2\",\"seed\":NaN}",
                "{\"model\":\"llama3.2\",\"a\":{\"b\":1,\"b\":2}}",
                "{\"model\":\"llama3.2\",\"stream\":\"false\"}",
                "[{\"model\":\"llama3.2\"}]",
                "\"llama3.2\"",
                "null",
                " ",
                "\ufeff{\"model\":\"llama3.2\"}",
                "{\"model\":\"llama3.2\"}\u0000",
                "{\"model\":\"llama\u0000\"}"
            })
    void whatCanBeReadInTwoWaysIsRefused(String json) throws IOException {
        isNotUnderstood(ask("/api/show", json));
    }

    @ParameterizedTest
    @CsvSource({"ff", "c080", "eda080", "feff", "e28a"})
    void whatIsNotUtf8IsRefused(String hex) throws IOException {
        byte[] strange = HexFormat.of().parseHex(hex);
        byte[] body = ("{\"model\":\"llama3.2\",\"prompt\":\"" + new String(strange, StandardCharsets.ISO_8859_1)
                        + "\"}")
                .getBytes(StandardCharsets.ISO_8859_1);
        isNotUnderstood(post("/api/generate", body));
    }

    private RawAnswer post(String path, byte[] body, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        all.addAll(List.of(someone.bearer(), "Content-Length: " + body.length));
        try (RawClient client = gate.connect()) {
            client.send(RawClient.request("POST", "/ollama" + path, all.toArray(String[]::new)));
            return client.send(body).readAll(SOON);
        }
    }

    @Test
    void whatIsNestedTooDeeplyIsRefused() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        isNotUnderstood(ask("/api/show", "{\"model\":\"llama3.2\",\"x\":" + deep + "}"));
    }

    @Test
    void aNameAsLargeAsABodyIsRefused() throws IOException {
        isNotUnderstood(ask("/api/show", "{\"model\":\"" + "secret/".repeat(3_000_000) + "\"}"));
    }

    // ---- what is sent on

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"llama3.2\",\"seed\":123456789012345678901234567890,\"t\":0.10000000000000000000000001,\"e\":1E-400}",
                "{\"options\":{\"a\":[1.0,-0,{\"b\":null}],\"Model\":\"secret\"},\"model\":\"llama3.2\"}",
                "{ \"model\" : \"llama3.2\" , \"x\" : \"\\ud83e\\udd99 \\ud800 \\/ \\u00e4 ä 🦙\" }",
                "{\"mod\\u0065l\":\"LLAMA3\\u002e2\",\"\":{},\"\\u0000\":[]}",
                "{\"model\":null,\"name\":\"llama3.2\",\"messages\":[]}"
            })
    void whatIsUnderstoodPassesToTheLetter(String json) throws IOException {
        assertThat(ask("/api/show", json).status()).isEqualTo(200);
        assertThat(ollama.requests("/api/show").get(0).bodyText()).isEqualTo(json);
    }

    @Test
    void blanksAroundANameAreTakenAway() throws IOException {
        assertThat(ask("/api/show", "{\"a\":\"ä\",\"model\":\"\\u00a0 llama3.2\\n\",\"name\":\" \",\"b\":1}")
                        .status())
                .isEqualTo(200);
        assertThat(ollama.requests("/api/show").get(0).bodyText())
                .isEqualTo("{\"a\":\"ä\",\"model\":\"llama3.2\",\"name\":\"\",\"b\":1}");
    }

    // ---- a form

    private RawAnswer form(String query, String form) throws IOException {
        String body = form.replace("\n", "\r\n");
        return gate.exchange(RawClient.request(
                        "POST",
                        "/ollama/v1/audio/transcriptions" + query,
                        someone.bearer(),
                        "Content-Type: multipart/form-data; boundary=b",
                        "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length)
                + body);
    }

    private static String part(String disposition, String content) {
        return "--b\nContent-Disposition: form-data; " + disposition + "\n\n" + content + "\n";
    }

    private static final String END = part("name=\"file\"; filename=\"a.wav\"", "RIFF") + "--b--\n";

    @Test
    void theFormOfATranscriptionHoldsTheRule() throws IOException {
        isRefused(form("", part("name=\"model\"", "secret") + END));
        isRefused(form("", part("name=model", " SECRET:latest ") + END));
        isRefused(form("", part("name=\"model\"", "llama3.2") + part("name=\"model\"", "secret") + END));
        isRefused(form("", part("name=\"model\"; filename=\"\"", "secret") + END));
        assertThat(form("", part("name=\"model\"", "llama3.2") + part("name=\"language\"", "en") + END)
                        .status())
                .isEqualTo(200);
        Recorded sent = ollama.requests("/v1/audio/transcriptions").get(0);
        String boundary = sent.header("Content-Type").orElseThrow().replaceFirst(".*=", "");
        assertThat(sent.bodyText())
                .isEqualTo((part("name=\"model\"", "llama3.2") + part("name=\"language\"", "en") + END)
                        .replace("\n", "\r\n")
                        .replace("--b", "--" + boundary));
    }

    @Test
    void nothingIsHiddenInAForm() throws IOException {
        String good = part("name=\"model\"", "llama3.2");
        isNotUnderstood(form("?model=secret", good + END));
        isNotUnderstood(form("?MODEL=secret&x", good + END));
        // A part that begins with the boundary is empty, and another one begins.
        isRefused(form("", part("name=\"x\"", part("name=\"model\"", "secret").stripTrailing()) + good + END));
        // That is what it would be once the blank before it is taken away.
        isNotUnderstood(form(
                "",
                part("name=\"model\"", " " + part("name=\"model\"", "secret").stripTrailing()) + END));
        isRefused(form("", good + "--b \nContent-Disposition: form-data; name=\"model\"\n\nsecret\n" + END));
        isNotUnderstood(form("", good + "--bc\nContent-Disposition: form-data; name=\"model\"\n\nsecret\n" + END));
        isNotUnderstood(form("", part("name=\"x\"; name=\"model\"", "secret") + END));
        isRefused(form("", part("name*=utf-8''model", "secret") + END));
        isNotUnderstood(form("", part("name=\"mod\\el\"", "secret") + END));
        isNotUnderstood(form("", part("name=\"model\"\nContent-Transfer-Encoding: base64", "c2VjcmV0") + END));
        isNotUnderstood(form("", good));
        isNotUnderstood(form("", "{\"model\":\"llama3.2\"}"));
    }

    @Test
    void whatFollowsAFormIsNotSent() throws IOException {
        assertThat(form("", part("name=\"model\"", "llama3.2") + END + part("name=\"model\"", "secret"))
                        .status())
                .isEqualTo(200);
        assertThat(ollama.requests("/v1/audio/transcriptions").get(0).bodyText())
                .doesNotContain("secret");
    }

    // ---- lists

    @Test
    void listsShowWhatMayBeUsed() throws IOException {
        assertThat(names("/api/tags", "models", "name")).containsExactly("llama3.2:latest", "qwen3:latest");
        assertThat(names("/api/ps", "models", "model")).containsExactly("llama3.2:latest", "qwen3:latest");
        assertThat(names("/v1/models", "data", "id")).containsExactly("llama3.2:latest", "qwen3:latest");
        may("/api/v1/users/" + someone.id() + "/models");
        assertThat(names("/api/tags", "models", "name")).isEmpty();
        put("/api/v1/users/" + someone.id() + "/models", Collections.singletonMap("models", null));
        assertThat(names("/api/tags", "models", "name")).contains("secret:latest");
    }

    @Test
    void aListKeepsWhatItSaysOfEachModel() throws IOException {
        String all = gate.get("/ollama/api/tags", admin.bearer()).text();
        String some = gate.get("/ollama/api/tags", someone.bearer()).text();
        assertThat(Gate.json(some).path("models").get(0))
                .isEqualTo(Gate.json(all).path("models").get(0));
        RawAnswer head = gate.exchange(RawClient.request("HEAD", "/ollama/api/tags", someone.bearer()));
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/tags", "/api/ps"})
    void whatAModelWasMadeFromIsShownToWhoMayUseThatToo(String path) throws IOException {
        Behaviour list = Behaviour.status(200, "application/json", """
                {"models":[
                 {"name":"llama3.2:latest","model":"llama3.2:latest","details":{"parent_model":"secret:latest"}},
                 {"name":"qwen3:latest","model":"qwen3:latest","details":{"parent_model":"QWEN2.5:7b"}}]}""");
        ollama.next("GET " + path, list, list);
        RawAnswer some = gate.get("/ollama" + path, someone.bearer());
        assertThat(some.text()).doesNotContain("secret");
        assertThat(parents(some)).containsExactly("", "QWEN2.5:7b");
        assertThat(parents(gate.get("/ollama" + path, admin.bearer()))).containsExactly("secret:latest", "QWEN2.5:7b");
    }

    private static List<String> parents(RawAnswer list) {
        return Gate.json(list)
                .path("models")
                .valueStream()
                .map(model -> model.path("details").path("parent_model").asString())
                .toList();
    }

    private List<String> names(String path, String list, String field) throws IOException {
        return Gate.json(gate.get("/ollama" + path, someone.bearer()))
                .path(list)
                .valueStream()
                .map(model -> model.path(field).asString())
                .toList();
    }

    // ---- by whom, and when

    @Test
    void theListOfARoleHoldsForWhoHasNone() throws IOException {
        Person other = gate.person("of-the-role", "user");
        may("/api/v1/roles/user/models", "secret");
        assertThat(gate.post("/ollama/api/show", naming("llama3.2"), other.bearer())
                        .status())
                .isEqualTo(403);
        assertThat(gate.post("/ollama/api/show", naming("secret"), other.bearer())
                        .status())
                .isEqualTo(200);
        assertThat(ask("/api/show", naming("llama3.2")).status()).isEqualTo(200);
        assertThat(ask("/api/show", naming("secret")).status()).isEqualTo(403);
        assertThat(gate.post("/ollama/api/show", naming("llama3.2"), admin.bearer())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAdminReadsWhatTheyHaveSet() throws IOException {
        String path = "/api/v1/users/" + someone.id() + "/models";
        assertThat(gate.get(path, admin.bearer()).text()).isEqualTo("{\"models\":[\"llama3.2\",\"qwen*\"]}");
        assertThat(gate.get(path, someone.bearer()).status()).isEqualTo(403);
        assertThat(gate.get("/api/v1/roles/user/models", admin.bearer()).text()).isEqualTo("{\"models\":[\"*\"]}");
        assertThat(gate.get("/api/v1/roles/pending/models", admin.bearer()).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "422 | {}",
                "422 | {\"models\":\"llama3.2\"}",
                "422 | {\"models\":[1]}",
                "422 | {\"models\":null,\"modles\":[]}",
                "422 | {\"models\":[],\"modles\":[]}",
                "400 | {\"models\":[\"a b\"]}",
                "400 | {\"models\":[\"\"]}",
                "400 | {\"models\":[\"a/b/c/d\"]}",
                "400 | {\"models\":[\"*/*/*/*\"]}"
            })
    void aListThatMeansNothingIsRefused(int status, String json) throws IOException {
        String path = "/api/v1/users/" + someone.id() + "/models";
        RawAnswer answer =
                gate.exchange(RawClient.post(path, json, admin.bearer()).replaceFirst("POST", "PUT"));
        assertThat(answer.status()).as(answer::text).isEqualTo(status);
        assertThat(gate.get(path, admin.bearer()).text()).contains("qwen*");
    }

    private enum Taker {
        ACCOUNT,
        ROLE
    }

    @ParameterizedTest
    @EnumSource
    void aStreamEndsWhenItsModelIsTakenAway(Taker taker) throws IOException {
        String account = "/api/v1/users/" + someone.id() + "/models";
        if (taker == Taker.ROLE) {
            put(account, Collections.singletonMap("models", null));
        }
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = gate.connect().send(Chat.ndjson("T", 3).by(someone))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            ollama.awaitRequest("/api/chat", SOON).awaitTokens(1, SOON);
            may(taker == Taker.ROLE ? "/api/v1/roles/user/models" : account, "qwen*");
            StringBuilder rest = new StringBuilder();
            for (Optional<Piece> piece = client.next(SOON); piece.isPresent(); piece = client.next(SOON)) {
                rest.append(new String(piece.get().bytes(), StandardCharsets.UTF_8));
            }
            assertThat(rest.toString().lines().reduce((a, b) -> b).orElseThrow())
                    .startsWith("{\"error\":");
            ollama.requests("/api/chat").get(0).awaitAborted(SOON);
        } finally {
            go.countDown();
        }
    }

    @Test
    void aStreamOfAModelThatStaysGoesOn() throws IOException {
        CountDownLatch go = new CountDownLatch(1);
        ollama.next(Behaviour.holdAfter(1, go));
        try (RawClient client = gate.connect().send(Chat.ndjson("T", 3).by(someone))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            may("/api/v1/users/" + someone.id() + "/models", "llama*");
            go.countDown();
            StringBuilder rest = new StringBuilder();
            for (Optional<Piece> piece = client.next(SOON); piece.isPresent(); piece = client.next(SOON)) {
                rest.append(new String(piece.get().bytes(), StandardCharsets.UTF_8));
            }
            assertThat(rest.toString()).contains("T:2", "\"done\":true");
        }
    }

    // ---- what else is closed to users

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "-0.5",
                "1e-10",
                "0.0",
                "\"0\"",
                "\"0s\"",
                "\"-1m\"",
                "\"1ns\"",
                "\"999ms\"",
                "\"24h1s\"",
                "86401",
                "1e300",
                "\"9999999h\"",
                "\"1 h\"",
                "\"forever\"",
                "\"\""
            })
    void noUserUnloadsOrPinsAModel(String keepAlive) throws IOException {
        String json = "{\"model\":\"llama3.2\",\"KEEP_ALIVE\":%s,\"prompt\":\"hi\"}";
        RawAnswer answer = ask("/api/generate", json.formatted(keepAlive));
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(answer.header("Corral-Cut")).contains("keep_alive");
        assertThat(ollama.awaitRequest("/api/generate", SOON).bodyText())
                .isIn(json.formatted("null"), json.formatted("86400"));
    }

    /** To cut it would load the model. */
    @Test
    void noUserUnloadsAModelAndAsksNothing() throws IOException {
        for (String path : List.of("/api/generate", "/api/chat", "/api/embed")) {
            RawAnswer answer = ask(path, "{\"model\":\"llama3.2\",\"prompt\":\"\",\"messages\":[],\"keep_alive\":0}");
            assertThat(answer.status()).as(answer::text).isEqualTo(403);
            assertThat(answer.text()).contains("keep_alive");
            assertThat(answer.header("Corral-Cut")).isEmpty();
        }
        assertThat(ollama.requests()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "300",
                "86400",
                "\"5m\"",
                "\"1h30m\"",
                "\"24h\"",
                "\"1.5h\"",
                "\"1000ms\"",
                "\"1500000\u00b5s\""
            })
    void aUserMayKeepAModelForAWhile(String keepAlive) throws IOException {
        assertThat(ask("/api/generate", "{\"model\":\"llama3.2\",\"keep_alive\":" + keepAlive + "}")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void noUserSeesARenderedPrompt() throws IOException {
        String json = "{\"model\":\"llama3.2\",\"_DEBUG_render_only\":true}";
        assertThat(ask("/api/chat", json).text()).contains("_debug_render_only");
        assertThat(ollama.requests()).isEmpty();
        assertThat(ask("/api/chat", json.replace("true", "false")).status()).isEqualTo(200);
        assertThat(gate.post("/ollama/api/chat", json, admin.bearer()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gpt-oss:120b-cloud",
                "gpt-oss:cloud",
                "gpt-oss:120b:cloud",
                "GPT-OSS:CLOUD",
                "library/gpt-oss:20B-Cloud"
            })
    void noUserAsksACloud(String model) throws IOException {
        may("/api/v1/users/" + someone.id() + "/models", "*");
        assertThat(ask("/api/chat", naming(model)).text()).contains("another company");
        assertThat(ask("/v1/chat/completions", naming(model)).status()).isEqualTo(403);
        assertThat(gate.get("/ollama/v1/models/gpt-oss:cloud", someone.bearer()).status())
                .isEqualTo(403);
        assertThat(ollama.requests()).isEmpty();
        assertThat(gate.post("/ollama/api/chat", naming(model), admin.bearer()).status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/messages", "/v1/responses"})
    void noUserSearchesTheWebInTheOwnersName(String path) throws IOException {
        String json = "{\"model\":\"llama3.2\",\"TOOLS\":[{\"name\":\"x\"},{\"Type\":\"web\\u005fsearch_20250305\"}]}";
        RawAnswer answer = ask(path, json);
        assertThat(answer.status()).as(answer::text).isEqualTo(200);
        assertThat(answer.header("Corral-Cut")).contains("web_search");
        assertThat(ollama.awaitRequest(path, SOON).bodyText())
                .isEqualTo("{\"model\":\"llama3.2\",\"TOOLS\":[{\"name\":\"x\"} ]}");
        RawAnswer other = ask(path, json.replace("web\\u005fsearch", "function"));
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("Corral-Cut")).isEmpty();
        assertThat(gate.post("/ollama" + path, json, admin.bearer()).status()).isEqualTo(200);
    }

    /** As Codex asks, and as Home Assistant does. */
    @Test
    void programsThatOfferMoreThanTheirUserMayUseWork() throws IOException {
        RawAnswer codex = ask(
                "/v1/responses",
                "{\"model\":\"llama3.2\",\"stream\":true,\"input\":\"hi\",\"tools\":["
                        + "{\"type\":\"function\",\"name\":\"shell\",\"parameters\":{}},"
                        + "{\"type\":\"web_search\",\"external_web_access\":false}],\"tool_choice\":\"auto\"}");
        assertThat(codex.status()).as(codex::text).isEqualTo(200);
        assertThat(codex.header("Corral-Cut")).contains("web_search");
        RawAnswer home = ask(
                "/api/chat",
                "{\"model\":\"llama3.2\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\"keep_alive\":-1}");
        assertThat(home.status()).as(home::text).isEqualTo(200);
        assertThat(home.header("Corral-Cut")).contains("keep_alive");
    }

    @Test
    void whoMayUseSomeModelsMakesNoneFromParts() throws IOException {
        Person modestAdmin = gate.person("modest-admin", "admin");
        may("/api/v1/users/" + modestAdmin.id() + "/models", "mine");
        for (String field : List.of("files", "adapters", "draft_files", "FILES")) {
            String json = "{\"model\":\"mine\",\"" + field + "\":{\"a.gguf\":\"sha256:" + "ab".repeat(32) + "\"}}";
            assertThat(gate.post("/ollama/api/create", json, modestAdmin.bearer())
                            .text())
                    .contains("'from'");
            assertThat(ollama.requests()).isEmpty();
            assertThat(gate.post("/ollama/api/create", json, admin.bearer()).status())
                    .isEqualTo(200);
            ollama.reset();
        }
    }

    // ---- the rest of it

    @Test
    void aBodyThatIsCompressedIsRefusedAndSaysWhatIsWanted() throws IOException {
        RawAnswer answer =
                post("/v1/chat/completions", HexFormat.of().parseHex("28b52ffd2000"), "Content-Encoding: zstd");
        isNotUnderstood(answer);
        assertThat(answer.text()).contains("without compression");
        isRefused(
                gate.post("/ollama/v1/chat/completions", naming("secret"), someone.bearer(), "Content-Encoding: zstd"));
    }
}
