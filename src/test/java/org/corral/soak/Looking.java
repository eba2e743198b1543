package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/** Looks at lists, versions and who is there, several times over one connection. */
final class Looking implements Work {
    private static final int REQUESTS = 20;
    private static final List<String> ALL_SERVERS = List.of("/ollama/api/tags", "/ollama/v1/models", "/ollama/api/ps");
    private static final List<String> ONE_SERVER = List.of("/ollama/api/version", "/ollama/");
    private static final List<String> NO_SERVER = List.of("/api/v1/auths/", "/api/v1/auths/sessions");

    private final Scene scene;
    private final String bearer;

    Looking(Scene scene) throws IOException {
        this.scene = scene;
        this.bearer = scene.someonesKey();
    }

    @Override
    public String once() throws IOException {
        try (RawClient client = scene.connect()) {
            for (int i = 0; i < REQUESTS; i++) {
                look(client, any(List.of(ALL_SERVERS, ONE_SERVER, NO_SERVER)));
            }
            return REQUESTS + " requests";
        }
    }

    private void look(RawClient client, List<String> paths) throws IOException {
        long began = System.nanoTime();
        String path = any(paths);
        RawAnswer answer = client.send(RawClient.request("GET", path, bearer)).readAll(SOON);
        if (paths == ONE_SERVER && answer.status() == 502) {
            assertThat(scene.servers().explains(began)).as(answer::text).isTrue();
        } else {
            assertThat(answer.status()).as(() -> path + " " + answer.text()).isEqualTo(200);
        }
        assertThat(answer.ending()).isEqualTo(Ending.CLEAN);
    }

    private static <T> T any(List<T> list) {
        return list.get(ThreadLocalRandom.current().nextInt(list.size()));
    }
}
