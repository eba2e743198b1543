package org.corral.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.corral.it.OwnGate;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** More callers than the server has threads stand still, each in another way; somebody else is answered all the same. */
@Tag("tomcat")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SlowCallersIT {
    private static final int THREADS = 8;
    private static final int CALLERS = THREADS + 2;
    private static final int SMALL = 4096;

    @AutoClose
    private final OwnGate gate = OwnGate.start(with -> with.threads(THREADS)
            // Nobody is given up while others are to be answered.
            .contextParam("corral.linger-time", "5m"));

    private final Deque<RawClient> open = new ArrayDeque<>();

    private void somebodyElseIsAnswered() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(gate.exchange(RawClient.request("GET", "/index.html", "Connection: close"))
                            .status())
                    .isEqualTo(200);
            assertThat(gate.exchange(RawClient.post("/api/v1/auths/signin", "{}"))
                            .status())
                    .isEqualTo(422);
        }
    }

    @AfterEach
    void leave() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private RawClient stands(String method, String target, String... lines) throws IOException {
        List<String> all = new ArrayList<>(List.of(lines));
        all.add("Content-Type: application/json");
        RawClient client = gate.connect().send(RawClient.request(method, target, all.toArray(String[]::new)));
        open.push(client);
        return client;
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/v1/auths/signin",
        "POST, /api/v1/auths/signout",
        "GET, /api/v1/auths/welcome",
        "POST, /api/v1/auths/nowhere",
        "OPTIONS, /api/v1/auths/signin",
        "GET, /api/v1/auths/",
        "POST, /ollama/api/chat",
        "PUT, /ollama/nowhere",
        "POST, /v1/chat/completions",
        "GET, /",
        "POST, /openapi.html",
        "POST, /page/x/app.js",
        "PUT, /nowhere",
        "DELETE, /.well-known/jwks.json",
        "GET, /WEB-INF/web.xml",
        "TRACE, /",
        "OPTIONS, /",
    })
    void whoDoesNotSendTheirBodyHoldsNoThread(String method, String target) throws IOException {
        for (int i = 0; i < CALLERS; i++) {
            stands(method, target, "Content-Length: 60000").send("{\"".getBytes(StandardCharsets.US_ASCII));
            stands(method, target, "Transfer-Encoding: chunked")
                    .send("2\r\n{\"\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        somebodyElseIsAnswered();
    }

    @Test
    void whoDoesNotSendTheirBodyThoughTheyAreSignedInHoldsNoThread() throws IOException {
        String bearer = gate.admin().bearer();
        for (String target : List.of("/api/v1/auths/update/profile", "/api/v1/admin/import", "/ollama/api/chat")) {
            for (int i = 0; i < CALLERS; i++) {
                stands("POST", target, bearer, "Content-Length: 60000").send("{\"".getBytes(StandardCharsets.US_ASCII));
                stands("POST", target, bearer, "Transfer-Encoding: chunked")
                        .send("2\r\n{\"\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            somebodyElseIsAnswered();
            leave();
        }
    }

    /** What the system keeps for a connection is far less than what they have asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"/openapi.json", "/.well-known/jwks.json", "/nowhere", "/ollama/api/tags", "/v1/models"})
    void whoDoesNotReadHoldsNoThread(String target) throws IOException {
        byte[] many = RawClient.request("GET", target).repeat(500).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < CALLERS; i++) {
            RawClient client = RawClient.connect(gate.port(), SMALL);
            open.push(client);
            client.send(many);
        }
        somebodyElseIsAnswered();
    }

    /** The limit is one for the whole of it, however small the steps. */
    @Test
    void bodyThatTakesTooLongIsGivenUp() throws IOException {
        OwnGate other = OwnGate.sharedAndHasty();
        String path = other.site().context() + "/api/v1/auths/signin";
        for (String length : List.of("Content-Length: 1000", "Transfer-Encoding: chunked")) {
            try (RawClient slow =
                    other.connect().send(RawClient.request("POST", path, "Content-Type: application/json", length))) {
                RawAnswer answer = slow.send("5\r\n{\"a\":\r\n".getBytes(StandardCharsets.US_ASCII))
                        .readAll(SOON);
                assertThat(answer.status()).isEqualTo(408);
                assertThat(answer.text()).contains("did not arrive in time");
                assertThat(answer.header("Connection")).contains("close");
                assertThat(slow.closedByServer(SOON)).isTrue();
            }
        }
    }

    @Test
    void connectionOfWhoHasSentAllOfAnUnwantedBodyCanBeUsedAgain() throws IOException {
        try (RawClient client = gate.connect()) {
            for (int i = 0; i < 3; i++) {
                client.send(RawClient.post("/ollama/api/chat", "{\"model\":\"m\"}"));
                assertThat(client.readAll(SOON).status()).isEqualTo(401);
                client.send(RawClient.post("/nowhere", "{}"));
                assertThat(client.readAll(SOON).status()).isEqualTo(404);
                client.send(RawClient.post("/api/v1/auths/signin", "{}"));
                assertThat(client.readAll(SOON).status()).isEqualTo(422);
            }
        }
    }
}
