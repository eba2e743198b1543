package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.corral.wire.RawClient;

/** Takes an answer of some megabytes, as fast as Ollama can write it, a little at a time. */
final class SlowReading implements Work {
    private static final int TOKENS = 1500;
    private static final int TOKEN_BYTES = 4000;
    private static final int RECEIVE_BUFFER = 8192;

    private final Scene scene;
    private final String bearer;

    SlowReading(Scene scene) throws IOException {
        this.scene = scene;
        this.bearer = scene.someonesKey();
    }

    @Override
    public String once() throws IOException, InterruptedException {
        Question question = Question.ask(Servers.STEADY, TOKENS, 0).ofLongTokens(TOKEN_BYTES);
        try (RawClient client = RawClient.connect(scene.site().port(), RECEIVE_BUFFER)) {
            assertThat(client.send(question.by(bearer)).readHead(SOON).status()).isEqualTo(200);
            Listener listener = new Listener(client, question);
            while (listener.next()) {
                TimeUnit.MILLISECONDS.sleep(2);
            }
            assertThat(listener.isWhole()).as(listener::state).isTrue();
            return "whole";
        }
    }
}
