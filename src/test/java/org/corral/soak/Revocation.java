package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.corral.it.Gate;
import org.corral.wire.Ending;
import org.corral.wire.RawAnswer;
import org.corral.wire.RawClient;

/** Signs out while an endless answer runs: it ends with a word, and the token is good for nothing. */
final class Revocation implements Work {
    private static final int ENDLESS = 1_000_000;

    private final Scene scene;
    private final String email;

    Revocation(Scene scene) throws IOException {
        this.scene = scene;
        this.email = scene.someone();
    }

    @Override
    public String once() throws IOException {
        String bearer = scene.signIn(email);
        Question question = Question.ask(Servers.STEADY, ENDLESS, 5);
        try (RawClient client = scene.connect().send(question.by(bearer))) {
            assertThat(client.readHead(SOON).status()).isEqualTo(200);
            Listener listener = new Listener(client, question);
            for (int enough = ThreadLocalRandom.current().nextInt(1, 600); listener.tokens() < enough; ) {
                assertThat(listener.next()).as(question.toString()).isTrue();
            }
            RawAnswer signOut = scene.site().post("/api/v1/auths/signout", "", bearer);
            assertThat(signOut.status()).as(signOut::text).isEqualTo(200);
            listener.toEnd();
            assertThat(client.ending()).as(listener::state).isEqualTo(Ending.CLEAN);
            assertThat(Gate.json(listener.lastLine()).has("error"))
                    .as(listener::state)
                    .isTrue();
            assertThat(scene.site().get("/ollama/api/version", bearer).status()).isEqualTo(401);
            return "its answer ended with an error";
        }
    }
}
