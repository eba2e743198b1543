package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.corral.it.Site;
import org.corral.server.TomcatProcess;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Routes that an operator opens by {@code corral.ollama-routes}: new ones of Ollama's, and known ones for somebody else. */
@Tag("tomcat")
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenedRoutesIT {
    private final StandInOllama ollama = StandInOllama.start(0);
    private final TomcatProcess tomcat;
    private final Site site;
    private final String admin;
    private final String user;

    OpenedRoutesIT() throws IOException, InterruptedException {
        tomcat = TomcatProcess.setup()
                .ollama(ollama.port())
                .contextParam("corral.ollama-routes", "POST /api/rerank user, GET /api/news admin, POST /api/pull user")
                .start();
        site = Site.of(tomcat);
        admin = "Authorization: Bearer " + Site.token(site.signUp("Ada", "ada@corral.test", Site.PASSWORD));
        Map<String, String> bob =
                Map.of("name", "Bob", "email", "bob@corral.test", "password", Site.PASSWORD, "role", "user");
        assertThat(site.post("/api/v1/auths/add", bob, admin).status()).isEqualTo(200);
        user = "Authorization: Bearer " + Site.token(site.signIn("bob@corral.test", Site.PASSWORD));
    }

    @AfterAll
    void stop() throws IOException {
        tomcat.close();
        ollama.close();
    }

    @BeforeEach
    void forget() {
        ollama.reset();
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
        assertThat(site.post("/ollama/api/push", "{\"model\":\"llama3.2\"}", user)
                        .status())
                .isEqualTo(403);
    }
}
