package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.settings.Role;
import org.corral.settings.TokenAlgorithm;
import org.corral.settings.TokenSettings;
import org.corral.storage.Database;
import org.corral.timing.HandClock;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@Tag("storage")
class JwksServletTest {
    private final HandClock clock = new HandClock();

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void openDatabase() throws Exception {
        database = Given.database(folder);
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @ParameterizedTest
    @EnumSource(names = "HS256", mode = EnumSource.Mode.EXCLUDE)
    void othersCanCheckTokensWithIt(TokenAlgorithm algorithm) throws Exception {
        TokenSettings settings = Given.settings(algorithm);
        KeyRing ring = KeyRing.open(database, settings, Given.KEYS, clock);
        String text = new TokenIssuer(ring, settings, clock)
                .issue("account-1", Role.USER, 0)
                .text();
        FakeResponse answer = ask(ring, FakeRequest.of("GET", ""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).hasValue("application/json");
        assertThat(answer.header("Cache-Control")).hasValue("public, max-age=300");
        JsonWebSignature signature = (JsonWebSignature) JsonWebSignature.fromCompactSerialization(text);
        signature.setKey(new JsonWebKeySet(answer.text())
                .findJsonWebKey(signature.getKeyIdHeaderValue(), null, "sig", algorithm.text())
                .getKey());
        assertThat(signature.getKey()).isInstanceOf(PublicKey.class);
        assertThat(signature.verifySignature()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void nothingPrivateIsPublished(TokenAlgorithm algorithm) throws Exception {
        KeyRing ring = KeyRing.open(database, Given.settings(algorithm), Given.KEYS, clock);
        JsonNode keys = ask(ring, FakeRequest.of("GET", "")).json().get("keys");
        assertThat(keys.size()).isEqualTo(algorithm == TokenAlgorithm.HS256 ? 0 : 1);
        for (JsonNode key : keys) {
            assertThat(key.propertyNames()).doesNotContain("d", "p", "q", "dp", "dq", "qi", "k", "oth");
        }
    }

    @Test
    void formerKeyStaysPublishedWhileItsTokensLive() throws Exception {
        KeyRing.open(database, Given.settings(TokenAlgorithm.ES256), Given.KEYS, clock);
        KeyRing ring = KeyRing.open(database, Given.settings(TokenAlgorithm.EDDSA), Given.KEYS, clock);
        assertThat(ask(ring, FakeRequest.of("GET", "")).json().get("keys").size())
                .isEqualTo(2);
        clock.move(Given.LIFETIME.plusMinutes(5));
        assertThat(ask(ring, FakeRequest.of("GET", "")).json().get("keys").size())
                .isEqualTo(1);
    }

    @Test
    void unchangedKeysAreNotSentAgain() throws Exception {
        KeyRing ring = KeyRing.open(database, Given.settings(TokenAlgorithm.ES256), Given.KEYS, clock);
        String tag = ask(ring, FakeRequest.of("GET", "")).header("ETag").orElseThrow();
        assertThat(tag).matches("\"[A-Za-z0-9_-]{43}\"");
        for (String seen : List.of(tag, "\"other\", " + tag, "W/" + tag, "*")) {
            FakeResponse answer = ask(ring, FakeRequest.of("GET", "").header("If-None-Match", seen));
            assertThat(answer.status()).as(seen).isEqualTo(304);
            assertThat(answer.text()).isEmpty();
            assertThat(answer.header("ETag")).hasValue(tag);
            assertThat(answer.header("Cache-Control")).hasValue("public, max-age=300");
        }
        assertThat(ask(ring, FakeRequest.of("GET", "").header("If-None-Match", "\"other\""))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void headHasTheLengthAndNoBody() throws Exception {
        KeyRing ring = KeyRing.open(database, Given.settings(TokenAlgorithm.ES256), Given.KEYS, clock);
        String body = ask(ring, FakeRequest.of("GET", "")).text();
        FakeResponse answer = ask(ring, FakeRequest.of("HEAD", ""));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEmpty();
        assertThat(answer.header("Content-Length")).hasValue(Integer.toString(body.length()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "get"})
    void keysCanOnlyBeRead(String method) throws Exception {
        KeyRing ring = KeyRing.open(database, Given.settings(TokenAlgorithm.ES256), Given.KEYS, clock);
        FakeResponse answer = ask(ring, FakeRequest.of(method, ""));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).hasValue("GET, HEAD");
        assertThat(answer.json().get("detail").stringValue()).contains("use GET");
    }

    private static FakeResponse ask(KeyRing ring, FakeRequest request) throws Exception {
        JwksServlet servlet = new JwksServlet();
        servlet.init(configuration(ring));
        FakeResponse response = new FakeResponse();
        servlet.service(request.servlet("/.well-known/jwks.json").build(), response.http());
        return response;
    }

    /** A web application in which the one part is the key ring. */
    private static ServletConfig configuration(KeyRing ring) {
        ServletContext context = (ServletContext) proxy(ServletContext.class, ring);
        return (ServletConfig) proxy(ServletConfig.class, context);
    }

    /** Gives the answer wherever it fits. */
    private static Object proxy(Class<?> type, Object answer) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getReturnType().isInstance(answer) ? answer : null);
    }
}
