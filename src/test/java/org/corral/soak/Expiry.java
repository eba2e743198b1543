package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.corral.wire.RawClient;

/** A session that expires while its answer runs: the answer comes to its end, and nothing else is answered then. */
final class Expiry implements Work {
    static final Duration LIFETIME = Duration.ofSeconds(10);

    private static final int EVERY_MILLIS = 50;
    private static final int TOKENS = (int) (LIFETIME.toMillis() / EVERY_MILLIS) + 60;

    private final Scene scene;
    private final String email;

    Expiry(Scene scene) throws IOException {
        this.scene = scene;
        this.email = scene.someone();
    }

    @Override
    public String once() throws IOException, InterruptedException {
        String bearer = scene.signIn(email);
        long signedIn = System.nanoTime();
        Question question = Question.ask(Servers.STEADY, TOKENS, EVERY_MILLIS);
        try (RawClient client = scene.connect().send(question.by(bearer))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            Listener listener = new Listener(client, question);
            while (isGood(bearer)) {
                assertThat(Duration.ofNanos(System.nanoTime() - signedIn)).isLessThan(LIFETIME.plusSeconds(5));
                assertThat(listener.next()).as(question.toString()).isTrue();
                TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
            }
            // A second is the resolution of a token's times.
            assertThat(Duration.ofNanos(System.nanoTime() - signedIn)).isGreaterThan(LIFETIME.minusSeconds(2));
            assertThat(listener.toEnd().isWhole()).as(listener::state).isTrue();
            return "refused from then on, its answer whole";
        }
    }

    private boolean isGood(String bearer) throws IOException {
        int status = scene.site().get("/ollama/api/version", bearer).status();
        assertThat(status).isIn(200, 401, 502);
        return status != 401;
    }
}
