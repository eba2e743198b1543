package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Corral leaves behind when it is stopped while the server goes on: nothing. */
@Tag("tomcat")
final class RedeployIT {
    private static final int TIMES = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String account =
            "{\"name\":\"Ann\",\"email\":\"ann@example.org\",\"password\":\"" + UUID.randomUUID() + "\"}";

    @Test
    void nothingIsLeftOfTenRedeployments() throws Exception {
        try (TomcatProcess tomcat = TomcatProcess.setup()
                .withManager()
                // The JDK keeps soft references for minutes; what is leaked is held by more than those.
                .jvmArg("-XX:SoftRefLRUPolicyMSPerMB=0")
                .ollama(1)
                .start()) {
            assertThat(post(tomcat, "/api/v1/auths/signup").statusCode()).isEqualTo(200);
            for (int i = 0; i < TIMES; i++) {
                useEverything(tomcat);
                assertThat(tomcat.manager("reload?path=/")).startsWith("OK");
            }
            assertThat(tomcat.manager("findleaks?statusLine=true")).startsWith("OK - No memory leaks found");
            assertThat(tomcat.log())
                    .doesNotContain("memory leak")
                    .doesNotContain("has failed to stop it")
                    .doesNotContain("failed to unregister")
                    .doesNotContain("The web application [ROOT]");
        }
    }

    /** Database, hashing, keys, identity stores and the I/O threads, which find no Ollama. */
    private void useEverything(TomcatProcess tomcat) throws IOException, InterruptedException {
        HttpResponse<String> session = post(tomcat, "/api/v1/auths/signin");
        assertThat(session.statusCode()).isEqualTo(200);
        String token = session.body().replaceAll("(?s).*\"token\":\"([^\"]+)\".*", "$1");
        HttpRequest tags = HttpRequest.newBuilder(tomcat.uri("/ollama/api/tags"))
                .header("Authorization", "Bearer " + token)
                .build();
        assertThat(client.send(tags, BodyHandlers.ofString()).statusCode()).isEqualTo(502);
    }

    private HttpResponse<String> post(TomcatProcess tomcat, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(tomcat.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(account))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
