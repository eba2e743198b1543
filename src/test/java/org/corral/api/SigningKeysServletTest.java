package org.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.access.Proof;
import org.corral.flow.TestLimits;
import org.corral.http.FakeContext;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.ollama.AllowList;
import org.corral.settings.KeySettings;
import org.corral.settings.Role;
import org.corral.settings.Size;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.storage.TestDatabase;
import org.corral.timing.MonotonicClock;
import org.corral.timing.Ticker;
import org.corral.token.KeyRing;
import org.corral.token.TokenIssuer;
import org.corral.token.TokenVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

@Tag("storage")
class SigningKeysServletTest {
    private static final KeySettings KEYS = new KeySettings(Optional.empty(), Duration.ofMinutes(5), Optional.empty());
    private static final TokenSettings TOKENS = new TokenSettings(
            Duration.ofHours(1), TokenAlgorithm.EDDSA, "corral", "corral", 8192, 100, Optional.empty());

    @TempDir
    Path folder;

    private final SigningKeysServlet servlet = new SigningKeysServlet();
    private Database database;
    private Ticker ticker;
    private Proof proof;

    @BeforeEach
    void open() throws Exception {
        ticker = Ticker.start(MonotonicClock.SYSTEM);
        database = TestDatabase.open(folder);
        KeyRing ring = KeyRing.open(database, TOKENS, KEYS, Clock.systemUTC());
        String token = new TokenIssuer(ring, TOKENS, Clock.systemUTC())
                .issue("1", Role.ADMIN, 0)
                .text();
        proof = new Proof.Token(new TokenVerifier(ring, TOKENS, Clock.systemUTC()).verify(token));
        Routes routes = new Routes(new Size(65536), TestLimits.of(ticker));
        servlet.init(new FakeContext()
                .with(SigningKeysApi.class, new SigningKeysApi(routes, new SigningKeysHandler(ring)))
                .servlet());
    }

    @AfterEach
    void close() {
        ticker.close();
        database.close();
    }

    private FakeResponse send(String method, String path, Role role) throws Exception {
        FakeResponse response = new FakeResponse();
        servlet.service(
                FakeRequest.of(method, path)
                        .servlet("/api/v1/admin/keys")
                        .principal(new Caller("1", "ada@example.org", "Ada", role, AllowList.ALL, proof))
                        .build(),
                response.http());
        return response;
    }

    @Test
    void adminSeesTheKeysAndAsksForAnother() throws Exception {
        JsonNode only = send("GET", "/", Role.ADMIN).json().path("keys").path(0);
        assertThat(only.path("state").asString()).isEqualTo("active");
        assertThat(only.path("algorithm").asString()).isEqualTo("EdDSA");
        assertThat(only.path("ends_at").isNull()).isTrue();

        JsonNode next = send("POST", "/rotate", Role.ADMIN).json();
        assertThat(next.path("state").asString()).isEqualTo("next");
        assertThat(next.path("signs_from").asLong())
                .isGreaterThan(only.path("signs_from").asLong() + 299);
        assertThat(send("GET", "/", Role.ADMIN)
                        .json()
                        .path("keys")
                        .valueStream()
                        .map(key -> key.path("kid")))
                .containsExactly(only.path("kid"), next.path("kid"));
        assertThat(send("POST", "/rotate", Role.ADMIN).json()).isEqualTo(next);
    }

    @Test
    void nobodyElseDoes() throws Exception {
        assertThat(send("GET", "/", Role.USER).status()).isEqualTo(403);
        assertThat(send("POST", "/rotate", Role.USER).status()).isEqualTo(403);
        assertThat(send("GET", "/rotate", Role.ADMIN).status()).isEqualTo(405);
    }
}
