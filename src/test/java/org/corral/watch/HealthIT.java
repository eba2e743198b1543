package org.corral.watch;

import static org.assertj.core.api.Assertions.assertThat;

import org.corral.it.Gate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Health below {@code /api/v1}, where no server answers in Corral's place. */
@Tag("portable")
final class HealthIT {
    private static final String UP = "{\"status\":\"UP\",\"checks\":[]}";

    private final Gate gate = Gate.open();
    private final Site site = Site.of(gate);

    @ParameterizedTest
    @ValueSource(strings = {"", "/live", "/ready", "/started"})
    void everybodyIsToldTheStatusAlone(String which) throws Exception {
        String path = "/api/v1/health" + which;
        for (RawAnswer answer : new RawAnswer[] {
            site.get(path),
            site.get(path, "Authorization: Bearer nonsense"),
            site.get(path, gate.user().bearer())
        }) {
            assertThat(answer.status()).as(answer::text).isEqualTo(200);
            assertThat(answer.text()).isEqualTo(UP);
            assertThat(answer.header("Content-Type").orElse("")).startsWith("application/json");
            assertThat(answer.header("Cache-Control")).contains("no-store");
        }
        RawAnswer head = site.send("HEAD", path);
        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void adminsAreToldTheChecksWithoutSecrets() throws Exception {
        RawAnswer answer = site.get("/api/v1/health/ready", gate.admin().bearer());

        assertThat(answer.status()).isEqualTo(200);
        JsonNode checks = Gate.json(answer).path("checks");
        assertThat(checks.valueStream().map(check -> check.path("name").asString()))
                .contains("node", "database")
                .anyMatch(name -> name.startsWith("ollama "));
        assertThat(answer.text().toLowerCase(java.util.Locale.ROOT)).doesNotContain("password", "secret", "jdbc:");
    }

    @Test
    void otherMethodsAndPathsAreRefused() throws Exception {
        RawAnswer post = site.send("POST", "/api/v1/health/live");
        assertThat(post.status()).isEqualTo(405);
        assertThat(post.header("Allow")).contains("GET, HEAD, OPTIONS");

        RawAnswer other = site.get("/api/v1/health/other");
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.text()).contains("GET /api/v1/health/ready");
    }
}
