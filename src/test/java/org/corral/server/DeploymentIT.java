package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
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
    void worksBelowAContextPathUnpacked() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup().path("/corral").start()) {
            assertThat(status(tomcat.uri("/"))).isEqualTo(200);
        }
    }

    @Test
    void worksBelowAContextPathPacked() throws Exception {
        try (TomcatProcess tomcat =
                TomcatProcess.setup().path("/corral").packed().start()) {
            assertThat(status(tomcat.uri("/"))).isEqualTo(200);
        }
    }

    private static int status(URI uri) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .statusCode();
    }
}
