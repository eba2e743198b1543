package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not known to be harmless does not pass. */
@Tag("portable")
@Timeout(60)
class RoutesIT {
    private static final String BLOB = "sha256:abababababababababababababababababababababababababababababababab";

    private static final String FORM = """
        --b
        Content-Disposition: form-data; name="model"

        whisper
        --b
        Content-Disposition: form-data; name="file"; filename="a.wav"

        RIFF
        --b--
        """.replace("\n", "\r\n");

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "HEAD, /",
        "GET, /api/version",
        "HEAD, /api/version",
        "GET, /api/tags",
        "HEAD, /api/tags",
        "GET, /api/ps",
        "POST, /api/show",
        "POST, /api/generate",
        "POST, /api/chat",
        "POST, /api/embed",
        "POST, /api/embeddings",
        "POST, /v1/chat/completions",
        "POST, /v1/completions",
        "POST, /v1/responses",
        "POST, /v1/messages",
        "POST, /v1/embeddings",
        "GET, /v1/models",
        "GET, /v1/models/llama3.2:latest",
        "POST, /v1/audio/transcriptions"
    })
    void aUserMayUseModels(String method, String path) throws IOException {
        RawAnswer answer = ask(method, "/ollama" + path, gate.user());
        assertThat(answer.status()).isIn(200, 400, 404);
        assertThat(ollama.requests()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo(method);
            assertThat(asked.target()).isEqualTo(path);
        });
    }

    /** Ollama's own route takes one segment only, and says of all others that there is no such model. */
    @Test
    void aModelWhoseNameHasSlashesIsFoundInTheList() throws IOException {
        ollama.haveModels("hf.co/someone/llama:q4_k_m", "llama3.2:latest");
        try {
            RawAnswer there = ask("GET", "/ollama/v1/models/hf.co/someone/llama:Q4_K_M", gate.user());
            assertThat(there.status()).as(there::text).isEqualTo(200);
            assertThat(Gate.json(there.text()).path("id").asString()).isEqualTo("hf.co/someone/llama:q4_k_m");
            assertThat(Gate.json(there.text()).path("object").asString()).isEqualTo("model");
            assertThat(ask("GET", "/ollama/v1/models/library/llama3.2", gate.user())
                            .status())
                    .isEqualTo(200);
            RawAnswer away = ask("GET", "/ollama/v1/models/hf.co/someone/none", gate.user());
            assertThat(away.status()).isEqualTo(404);
            assertThat(Gate.json(away.text()).path("error").path("type").asString())
                    .isEqualTo("not_found_error");
            assertThat(ollama.requests()).extracting(Recorded::target).containsOnly("/v1/models");
        } finally {
            ollama.haveModels(StandInOllama.MODELS.toArray(String[]::new));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/pull",
        "POST, /api/push",
        "POST, /api/create",
        "POST, /api/copy",
        "DELETE, /api/delete",
        "HEAD, /api/blobs/" + BLOB,
        "POST, /api/blobs/" + BLOB
    })
    void onlyAnAdminMayManageModels(String method, String path) throws IOException {
        RawAnswer answer = ask(method, "/ollama" + path, gate.user());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate")).hasValueSatisfying(challenge -> assertThat(challenge)
                .startsWith("Bearer realm=\"corral\"")
                .contains("error=\"insufficient_scope\""));
        assertThat(ollama.requests()).isEmpty();

        assertThat(ask(method, "/ollama" + path, gate.admin()).status()).isNotIn(401, 403, 405);
        assertThat(ollama.requests()).extracting(Recorded::target).containsExactly(path);
    }

    /** Those that act on the cloud account of the server's owner first of all. */
    @ParameterizedTest
    @CsvSource({
        "POST, /api/me",
        "POST, /api/signout",
        "DELETE, /api/user/keys/abc",
        "GET, /api/status",
        "POST, /api/experimental/web_search",
        "GET, /api/blobs",
        "POST, /api/blobs/sha256:abc",
        "POST, /api/blobs/x",
        "GET, /api",
        "GET, /api/",
        "GET, /v1",
        "POST, /v1/images/generations",
        "GET, /metrics",
        "GET, /debug/pprof/",
        "GET, /favicon.ico"
    })
    void allElseIsNotThereEvenForAdmins(String method, String path) throws IOException {
        RawAnswer answer = ask(method, "/ollama" + path, gate.admin());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/json");
        assertThat(ollama.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/chat, POST",
        "PUT, /api/chat, POST",
        "HEAD, /api/chat, POST",
        "OPTIONS, /api/chat, POST",
        "chat, /api/chat, POST",
        "POST, /api/tags, 'GET, HEAD'",
        "HEAD, /api/ps, GET",
        "POST, /, 'GET, HEAD'",
        "POST, /api/delete, DELETE",
        "DELETE, /v1/models/llama3.2, GET",
        "PUT, /api/blobs/" + BLOB + ", 'HEAD, POST'"
    })
    void anotherMethodIs405WithThoseThatAreThere(String method, String path, String allow) throws IOException {
        RawAnswer answer = ask(method, "/ollama" + path, gate.admin());
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).hasValue(allow);
        assertThat(ollama.requests()).isEmpty();
    }

    /** A method that servers answer by themselves, or refuse. */
    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND"})
    void strangeMethodsDoNotPass(String method) throws IOException {
        String request =
                RawClient.request(method, "/ollama/api/tags", gate.admin().bearer());
        try (RawClient client = gate.connect().send(request)) {
            // Not the body: Payara gives the one after CONNECT no end.
            assertThat(client.readHead(Gate.SOON).status()).isBetween(400, 501);
        }
        assertThat(ollama.requests()).isEmpty();
    }

    /** Whatever a server or Ollama might make of these: a path that needs thought is no path. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ollama/api/%63hat",
                "/ollama/api/tags%00",
                "/ollama/api/tags%20",
                "/ollama/api/tags/",
                "/ollama/api/tags//",
                "/ollama//api/tags",
                "/ollama/api//tags",
                "//ollama/api/tags",
                "/./ollama/api/tags",
                "/ollama/./api/tags",
                "/ollama/x/../api/tags",
                "/ollama/api/tags/.",
                "/ollama/api/tags/..",
                "/ollama/%2e/api/tags",
                "/ollama/%2e%2e/ollama/api/tags",
                "/ollama/x/%2e%2e/api/me",
                "/ollama/v1/models/%2e%2e/%2e%2e/api/me",
                "/ollama/v1/models/../../api/me",
                "/ollama/v1/models/..%2f..%2fapi%2fme",
                "/ollama/v1/models/a%3fb",
                "/ollama/v1/models/a%23b",
                "/ollama%2fapi%2ftags",
                "/ollama/api%2Ftags",
                "/ollama/api%5ctags",
                "/ollama/api\\tags",
                "/ollama\\api\\tags",
                "/ollama/api/tags;x=y",
                "/ollama;x=y/api/tags",
                "/ollama/;/api/tags",
                "/ollama/api/tags%3bx",
                "/%6fllama/api/tags",
                "/%2f/ollama/api/tags",
                "/OLLAMA/api/tags",
                "/ollama/API/tags",
                "/ollama/api/Tags",
                "/ollama/api/tags#x",
                "/ollama/api/t\u00e4gs",
                "/ollama/api/tags%0d%0aX:%20y",
                "/ollama/api/tags%c0%af",
                "/ollama/api/tags%ff",
                "/ollama/api/%e4tags",
                "/ollama/..;/ollama/api/tags",
                "/ollama/v1/models/..;/api/me",
                "/ollama/api/tags%3fx",
                "/api/v1/auths/..;/../../ollama/api/tags"
            })
    void crookedPathsNeverReachOllama(String target) throws IOException {
        gate.turnedAway(ask("GET", target, gate.admin()));
        assertThat(ollama.requests()).isEmpty();
    }

    /** As a forward proxy would be asked (RFC 9112, 3.2.2). */
    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:11434/api/tags", "http://evil.example/api/me"})
    void nobodyElseIsReachedThroughThisGate(String target) throws IOException {
        assertThat(ask("GET", target, gate.admin()).status()).isIn(400, 404);
        assertThat(ollama.requests()).isEmpty();
    }

    private RawAnswer ask(String method, String target, Person caller) throws IOException {
        if (!method.equals("POST")) {
            return gate.exchange(RawClient.request(method, target, caller.bearer(), "Connection: close"));
        }
        if (target.endsWith("/transcriptions")) {
            return gate.exchange(RawClient.request(
                            method,
                            target,
                            caller.bearer(),
                            "Content-Type: multipart/form-data; boundary=b",
                            "Content-Length: " + FORM.length())
                    + FORM);
        }
        return gate.exchange(RawClient.post(target, "{\"stream\":false}", caller.bearer()));
    }
}
