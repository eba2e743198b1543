package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.corral.it.Gate;
import org.corral.it.Person;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What admins switch while Corral runs, as scripts for Open WebUI do. */
@Timeout(60)
final class AdminConfigIT {
    private static final String CONFIG = "/api/v1/auths/admin/config";
    private static final String TAGS = "/ollama/api/tags";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);
    private String before = "";

    @BeforeEach
    void note() throws IOException {
        before = site.get(CONFIG, gate.admin().bearer()).text();
    }

    @AfterEach
    void putBack() throws IOException {
        assertThat(site.post(CONFIG, before, gate.admin().bearer()).status()).isEqualTo(200);
    }

    private RawAnswer change(String name, Object value) throws IOException {
        return site.post(CONFIG, Map.of(name, value), gate.admin().bearer());
    }

    @Test
    void keysAreRefusedAtOnceWhileTheyAreSwitchedOff() throws IOException {
        Person person = gate.person("key-" + UUID.randomUUID(), "user");
        String key = Site.text(site.post("/api/v1/auths/api_keys", Map.of("name", "a"), person.bearer()), "api_key");
        String bearer = "Authorization: Bearer " + key;
        assertThat(site.get(TAGS, bearer).status()).isEqualTo(200);

        assertThat(change("ENABLE_API_KEYS", false).status()).isEqualTo(200);

        RawAnswer refused = site.get(TAGS, bearer);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).contains("API keys are switched off here");
        assertThat(site.post("/api/v1/auths/api_keys", Map.of("name", "b"), person.bearer())
                        .status())
                .isEqualTo(403);
        assertThat(site.get(TAGS, person.bearer()).status()).isEqualTo(200);

        assertThat(change("ENABLE_API_KEYS", true).status()).isEqualTo(200);
        assertThat(site.get(TAGS, bearer).status()).isEqualTo(200);
    }

    @Test
    void tokensThatAreMadeFromNowOnLiveSoLong() throws IOException {
        Person person = gate.person("life-" + UUID.randomUUID(), "user");

        RawAnswer changed = change("JWT_EXPIRES_IN", "1h30m");

        assertThat(Gate.json(changed).path("JWT_EXPIRES_IN").asString()).isEqualTo("1h30m");
        JsonNode session = Gate.json(site.signIn(person.email(), person.password()));
        assertThat(site.me(session.path("token").asString()).status()).isEqualTo(200);
        assertThat(Duration.ofSeconds(session.path("expires_at").asLong() - issuedAt(session)))
                .isEqualTo(Duration.ofMinutes(90));
        assertThat(site.get(TAGS, person.bearer()).status()).isEqualTo(200);
    }

    private static long issuedAt(JsonNode session) {
        String claims = session.path("token").asString().split("\\.", -1)[1];
        return Gate.json(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
                .path("iat")
                .asLong();
    }

    @Test
    void noDurationIsTakenThatIsNone() throws IOException {
        for (String wrong : new String[] {"", "soon", "4", "-2", "99999d", "\n4w"}) {
            RawAnswer refused = change("JWT_EXPIRES_IN", wrong);
            assertThat(refused.status()).as(wrong).isEqualTo(400);
            assertThat(refused.text()).contains("4w");
        }
        assertThat(site.get(CONFIG, gate.admin().bearer()).text()).isEqualTo(before);
    }
}
