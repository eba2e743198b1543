package org.corral.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code GET /.well-known/jwks.json}, as those read it who check Corral's tokens themselves. */
final class JwksIT {
    private static final String PATH = "/.well-known/jwks.json";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    @Test
    void tokenVerifiesWithThePublishedKey() throws Exception {
        String token = gate.user().token();
        PublishedKey key = PublishedKey.only(site.get(PATH).text());

        JsonNode header = decoded(token, 0);
        assertThat(header.path("alg").asString()).isEqualTo("RS256");
        assertThat(header.path("kid")).isEqualTo(key.json().path("kid"));
        assertThat(key.signed(token)).isTrue();
    }

    @Test
    void tokenHasTheClaimsThatOthersRead() {
        JsonNode claims = decoded(gate.user().token(), 1);
        assertThat(claims.propertyNames())
                .containsExactlyInAnyOrder("sub", "id", "jti", "iat", "exp", "iss", "aud", "role", "era");
        assertThat(claims.path("sub").asString()).isEqualTo(gate.user().id());
        assertThat(claims.path("id")).isEqualTo(claims.path("sub"));
        assertThat(claims.path("role").asString()).isEqualTo("user");
        assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isEqualTo(28 * 24 * 3600);
    }

    private static JsonNode decoded(String token, int part) {
        return Gate.json(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]), StandardCharsets.UTF_8));
    }

    @Test
    void nothingOfThePrivateKeyIsPublished() throws IOException {
        assertThat(PublishedKey.only(site.get(PATH).text()).json().propertyNames())
                .containsExactlyInAnyOrder("kty", "kid", "use", "alg", "n", "e");
    }

    @Test
    void listMayBeKeptForSomeMinutes() throws IOException {
        RawAnswer answer = site.get(PATH);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
        assertThat(answer.header("Cache-Control")).contains("public, max-age=300");
        assertThat(answer.header("ETag"))
                .hasValueSatisfying(tag -> assertThat(tag).matches("\"[A-Za-z0-9_-]+\""));
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void whoHasTheListAlreadyGetsNoneAgain() throws IOException {
        String tag = site.get(PATH).header("ETag").orElseThrow();
        for (String given : new String[] {tag, "W/" + tag, "\"other\", " + tag, "*"}) {
            RawAnswer answer = site.get(PATH, "If-None-Match: " + given);
            assertThat(answer.status()).as(given).isEqualTo(304);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("ETag")).contains(tag);
        }
        assertThat(site.get(PATH, "If-None-Match: \"other\"").status()).isEqualTo(200);
    }

    @Test
    void headTellsWhatGetWould() throws IOException {
        RawAnswer head = site.send("HEAD", PATH);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("ETag")).isEqualTo(site.get(PATH).header("ETag"));
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void listCanOnlyBeRead(String method) throws IOException {
        RawAnswer answer = site.send(method, PATH, "Content-Length: 0");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).contains("GET, HEAD");
    }
}
