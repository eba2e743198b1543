package org.corral.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.corral.http.KnownMistakes.Mistake;
import org.corral.http.KnownMistakes.Remark;
import org.corral.settings.OllamaRoute;
import org.corral.settings.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a wrong address is told: by rule, for whatever clients make of whatever address they were given. */
final class KnownMistakesTest {
    private static final KnownRoutes ROUTES = routes();
    private static final String BLOB = "/api/blobs/sha256:" + "0".repeat(64);

    private final KnownMistakes mistakes = new KnownMistakes(ROUTES, "/corral");

    private static KnownRoutes routes() {
        try (InputStream document = Files.newInputStream(Path.of("webapp/openapi.json"))) {
            return KnownRoutes.read(document, List.of(new OllamaRoute("POST", "/api/rerank", Role.USER)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * One request of a client.
     *
     * @param right the base address that the client should have, below the context path
     * @param path what the client adds to it
     * @param named the path in the text, if it is another than the two together
     */
    private record Call(String method, String right, String path, ErrorShape shape, String named) {
        private static Call of(String method, String right, String path, ErrorShape shape) {
            return new Call(method, right, path, shape, right + path);
        }
    }

    private static Call ollama(String method, String path) {
        return Call.of(method, "/ollama", path, ErrorShape.OLLAMA);
    }

    private static Call openAi(String method, String path) {
        return Call.of(method, "/ollama/v1", path, ErrorShape.OPENAI);
    }

    private static Call account(String method, String path) {
        return Call.of(method, "/api/v1", path, ErrorShape.API);
    }

    /** Of ollama-js, ollama-python and the command line, LangChain, LiteLLM, Zed; of the SDKs and Codex; of Claude Code. */
    private static final List<Call> CALLS = List.of(
            ollama("POST", "/api/chat"),
            ollama("POST", "/api/generate"),
            ollama("POST", "/api/embed"),
            ollama("GET", "/api/tags"),
            ollama("GET", "/api/version"),
            ollama("POST", "/api/show"),
            ollama("POST", "/api/pull"),
            ollama("DELETE", "/api/delete"),
            new Call("POST", "/ollama", BLOB, ErrorShape.OLLAMA, "/ollama/api/blobs/sha256:{digest}"),
            openAi("POST", "/chat/completions"),
            openAi("POST", "/completions"),
            openAi("POST", "/responses"),
            openAi("GET", "/models"),
            new Call("GET", "/ollama/v1", "/models/llama3.2:latest", ErrorShape.OPENAI, "/ollama/v1/models/{model}"),
            new Call("GET", "/ollama/v1", "/models/hf.co/x/y", ErrorShape.OPENAI, "/ollama/v1/models/{model}"),
            openAi("POST", "/audio/transcriptions"),
            Call.of("POST", "/ollama", "/v1/messages", ErrorShape.ANTHROPIC),
            Call.of("GET", "/ollama", "/v1/models", ErrorShape.OPENAI),
            account("POST", "/auths/signin"),
            account("POST", "/auths/signup"),
            account("POST", "/auths/signout"),
            account("GET", "/auths/"),
            account("GET", "/users/"),
            account("POST", "/auths/api_key"),
            Call.of("POST", "", "/api/v1/auths/signin", ErrorShape.API));

    private static final List<String> BASES = List.of(
            "",
            "/v1",
            "/v1/v1",
            "/api",
            "/api/v1",
            "/openai",
            "/openai/v1",
            "/ollama",
            "/ollama/ollama",
            "/ollama/v1",
            "/ollama/v1/v1",
            "/ollama/api",
            "/ollama/api/v1",
            "/ollama/v1/chat/completions",
            "/ollama/api/generate",
            "/v1/messages",
            "/API");

    static Stream<Call> calls() {
        return CALLS.stream();
    }

    /** Or right but for a slash that servers leave out. */
    private static boolean isRight(Call call, String base) {
        String bare = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return ROUTES.at(bare + call.path()).isPresent();
    }

    @ParameterizedTest
    @MethodSource("calls")
    void wrongAddressIsToldTheWholeRightPathAsTheClientReadsIt(Call call) {
        for (String base : BASES) {
            for (String address : List.of(base, base + "/")) {
                if (!isRight(call, address)) {
                    isToldTheRightPath(call, address + call.path());
                }
            }
        }
    }

    private void isToldTheRightPath(Call call, String path) {
        Mistake mistake =
                mistakes.of(call.method(), path).orElseThrow(() -> new AssertionError("no word about " + path));
        assertThat(mistake.text()).as(path).contains(call.method() + " /corral" + call.named());
        if (call.named().startsWith("/ollama/")) {
            assertThat(mistake.shape()).as(path).isEqualTo(call.shape());
        } else {
            assertThat(mistake.account()).as(path).isTrue();
        }
    }

    /** The text of a refusal never has what the caller sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/users/sEcret",
                "/v1/sEcret",
                "/sEcret/api/chat",
                "//sEcret/api/v1/auths/signin/",
                "/v1/models/sEcret"
            })
    void textQuotesNothing(String path) {
        assertThat(mistakes.of("sEcret", path).orElseThrow().text()).doesNotContain("sEcret");
    }

    @ParameterizedTest
    @CsvSource({
        "//api/chat, two slashes at its beginning",
        "/v1//api/chat, two slashes after segment 1",
        "/ollama/v1//api/chat, two slashes after segment 2",
        "/api/chat/, a slash too many at its end",
    })
    void slashTooManyIsNamed(String path, String fault) {
        assertThat(mistakes.of("POST", path).orElseThrow().text())
                .contains(fault, "The right path is POST /corral/ollama/api/chat.");
    }

    /** A key that is not for the path is still told so, and a token that is missing is still missed. */
    @ParameterizedTest
    @CsvSource({
        "//ollama/api/chat, two slashes at its beginning",
        "/ollama//api/chat, two slashes after segment 1",
        "/ollama/api//chat, two slashes after segment 2",
        "/ollama/api/chat/, a slash too many at its end",
        "/ollama/api/chat//, a slash too many at its end",
    })
    void slashTooManyBelowOllamaIsNamedInWhateverRefusalItGets(String path, String fault) {
        assertThat(mistakes.of("POST", path)).isEmpty();
        Remark remark = mistakes.remark("POST", path).orElseThrow();
        assertThat(remark.text()).contains(fault, "The right path is POST /corral/ollama/api/chat.");
        assertThat(remark.statuses()).contains(400, 401, 403, 404);
    }

    @Test
    void slashAtTheEndOfSignInIsNamed() {
        assertThat(mistakes.of("POST", "/api/v1/auths/signin/").orElseThrow().text())
                .contains("a slash too many at its end", "Sign-in is POST /corral/api/v1/auths/signin ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/ollama",
                "/ollama/",
                "/ollama/api/chat",
                "/ollama/api/rerank",
                "/ollama/v1/models/library/llama3.2",
                "/ollama/v1/models/api/chat",
                "/api/v1/auths",
                "/api/v1/auths/",
                "/api/v1//auths/signin",
                "//api/v1/auths/signin",
                "/api/v1/users/7a0c/models",
                "/api/v1/admin/keys/",
                "/page/0123456789ab/js/app.js",
                "/index.html",
                "/favicon.ico",
                "/.well-known/jwks.json",
                "/.well-known/security.txt"
            })
    void whatIsThereOrNobodysMistakeIsLeftAlone(String path) {
        assertThat(mistakes.of("GET", path)).isEmpty();
    }

    /** For the filter and the servlets behind this one to judge. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ollama/api/../api/chat",
                "/v1/%63hat/completions",
                "/api/chat;x=y",
                "/ollama/api/signout",
                "/ollama/api/me",
                "/ollama/api/nothing",
                "/api/v1/auths/update",
                "/api/v1/nothing"
            })
    void othersAreLeftToThoseBehind(String path) {
        assertThat(mistakes.of("POST", path)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/signin, POST /corral/api/v1/auths/signin",
        "/login, POST /corral/api/v1/auths/signin",
        "/api/v1/auth/login, POST /corral/api/v1/auths/signin",
        "/ollama/register, POST /corral/api/v1/auths/signup",
        "/logout, POST /corral/api/v1/auths/signout",
        "/chat, POST /corral/ollama/api/chat",
        "/api/chat/completions, POST /corral/ollama/v1/chat/completions",
        "/api/models, GET /corral/ollama/v1/models",
        "/some/where/v1/chat/completions, POST /corral/ollama/v1/chat/completions",
        "/rerank, POST /corral/ollama/api/rerank"
    })
    void nearMissesAreUnderstood(String path, String named) {
        assertThat(mistakes.of("GET", path).orElseThrow().text()).contains(named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api",
                "/v1/",
                "/ollama/api/",
                "/ollama/v1",
                "/api/v1",
                "/v1/nothing",
                "/api/nothing",
                "/ollama/api/api/x",
                "/api/v1/v1/x"
            })
    void baseAddressesAreToldTheRightOnes(String path) {
        assertThat(mistakes.of("GET", path).orElseThrow().text())
                .contains("/corral/ollama,", "/corral/ollama/v1,", "/corral/api/v1;");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/messages/count_tokens, ANTHROPIC",
        "/v1/nothing, OPENAI",
        "/api/nothing, OLLAMA",
        "/ollama/v1/nothing, OPENAI",
        "/ollama/nothing, OLLAMA",
        "/api/v1/nothing, API",
        "/nothing, API"
    })
    void everyRefusalHasTheShapeOfItsClient(String path, ErrorShape shape) {
        assertThat(ErrorShape.of(path)).isEqualTo(shape);
    }

    @Test
    void whoIsRefusedIsToldOfTheWrongPathAndMethodToo() {
        assertThat(remark("POST", "/ollama/api/chats")).contains("There is no such route");
        assertThat(remark("GET", "/ollama/api/chat")).contains("POST /corral/ollama/api/chat");
        assertThat(mistakes.remark("POST", "/ollama/api/chat")).isEmpty();
        assertThat(mistakes.remark("HEAD", "/api/v1/users/")).isEmpty();
        assertThat(mistakes.remark("OPTIONS", "/ollama/api/chat")).isEmpty();
    }

    private String remark(String method, String path) {
        return mistakes.remark(method, path).orElseThrow().text();
    }

    /** To compare it with all that is known would take time that any caller could ask for. */
    @Test
    void endlessPathIsNotLookedThrough() {
        Optional<Mistake> mistake = mistakes.of("GET", "/a".repeat(3000) + "/api/chat");
        assertThat(mistake).isEmpty();
    }
}
