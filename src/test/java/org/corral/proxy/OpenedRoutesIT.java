package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Routes that an operator opens by {@code corral.ollama-routes}: new ones of Ollama's, and known ones for somebody else. */
@Tag("once")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenedRoutesIT {
    private final OwnGate gate = OwnGate.shared();

    private final StandInOllama ollama = gate.ollama();
    private final Site site = gate.site();
    private final String admin = gate.admin().bearer();
    private final String user = gate.user().bearer();

    @BeforeEach
    void forget() {
        gate.forget();
    }

    @Test
    void aNewRouteIsThereForItsRole() throws IOException {
        site.post("/ollama/api/rerank", "{\"model\":\"llama3.2\"}", user);
        site.get("/ollama/api/news", admin);
        assertThat(ollama.requests()).extracting(Recorded::target).containsExactly("/api/rerank", "/api/news");
        assertThat(site.get("/ollama/api/news", user).status()).isEqualTo(403);
        assertThat(site.get("/ollama/api/rerank", user).status()).isEqualTo(405);
        assertThat(ollama.requests()).hasSize(2);
    }

    @Test
    void aKnownRouteMayBeForAnotherRole() throws IOException {
        site.post("/ollama/api/pull", "{\"model\":\"llama3.2\"}", user);
        assertThat(ollama.requests()).extracting(Recorded::target).containsExactly("/api/pull");
        assertThat(site.post("/ollama/api/copy", "{\"source\":\"llama3.2\",\"destination\":\"a\"}", user)
                        .status())
                .isEqualTo(403);
    }
}
