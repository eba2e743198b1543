package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/** Asks about a picture, which Corral reads as a whole before it sends it on; or leaves when half of it is sent. */
final class Picture implements Work {
    private final Scene scene;
    private final String bearer;

    Picture(Scene scene) throws IOException {
        this.scene = scene;
        this.bearer = scene.someonesKey();
    }

    @Override
    public String once() throws IOException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String mark = Question.ask(Servers.STEADY, 1, 0).mark();
        String json = "{\"model\":\"" + Servers.STEADY + "\",\"prompt\":\"what is it?\",\"stream\":false,\"images\":[\""
                + "A".repeat(4 * random.nextInt(1000, 150_000)) + "\"],\"options\":{\"num_predict\":3,\"marker\":\""
                + mark + "\"}}";
        byte[] request = RawClient.post("/ollama/api/generate", json, bearer).getBytes(StandardCharsets.US_ASCII);
        try (RawClient client = scene.connect()) {
            if (random.nextInt(3) == 0) {
                client.send(Arrays.copyOf(request, request.length / 2)).reset();
                return "RST in the middle";
            }
            RawAnswer answer = client.send(request).readAll(SOON);
            assertThat(answer.status()).as(answer::text).isEqualTo(200);
            assertThat(answer.text()).contains("\"" + mark + ":0 " + mark + ":1 " + mark + ":2 \"");
            return "whole";
        }
    }
}
