package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The WAR as operators lay it into Tomcat's {@code webapps}. */
@Tag("tomcat")
final class DeploymentIT {
    @Test
    void worksAsRootWarUnpacked() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup().start()) {
            assertThat(status(tomcat.uri("/"))).isEqualTo(200);
            assertThat(tomcat.base().resolve("webapps/ROOT/WEB-INF")).exists();
        }
    }

    @Test
    void worksAsRootWarPacked() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup().packed().start()) {
            assertThat(status(tomcat.uri("/"))).isEqualTo(200);
            assertThat(Files.exists(tomcat.base().resolve("webapps/ROOT"))).isFalse();
        }
    }

    @Test
    void worksBelowAContextPathOfSeveralSegmentsUnpacked() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup().path("/a/corral").start()) {
            assertThat(status(tomcat.uri("/"))).isEqualTo(200);
            slashIsAdded(tomcat, "./corral/");
            assertThat(Site.of(tomcat).get("/v1/models").text()).contains("GET /a/corral/ollama/v1/models");
            assertThat(Site.of(tomcat).get("/nothing").text()).contains("POST /a/corral/api/v1/auths/signin");
        }
    }

    @Test
    void worksBelowAContextPathPacked() throws Exception {
        try (TomcatProcess tomcat =
                TomcatProcess.setup().path("/corral").packed().start()) {
            assertThat(status(tomcat.uri("/"))).isEqualTo(200);
            slashIsAdded(tomcat, "./corral/");
        }
    }

    /** Without it the page's files would be looked for beside the context path. */
    private static void slashIsAdded(TomcatProcess tomcat, String location) throws IOException, InterruptedException {
        Site site = Site.of(tomcat);
        for (String method : new String[] {"GET", "HEAD"}) {
            RawAnswer answer = site.send(method, "?theme=dark");
            assertThat(answer.status()).isEqualTo(302);
            assertThat(answer.header("Location")).contains(location + "?theme=dark");
        }
        assertThat(status(tomcat.uri("").resolve(location))).isEqualTo(200);
        assertThat(site.send("POST", "").status()).isEqualTo(405);
    }

    private static int status(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
    }
}
