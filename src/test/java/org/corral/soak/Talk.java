package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.corral.wire.Ending;
import org.corral.wire.RawClient;
import org.corral.wire.RawHead;

/** Several questions over one connection, each answered to its end: unless the server died that gave the answer. */
final class Talk implements Work {
    private static final int QUESTIONS = 3;

    private final Scene scene;
    private final String model;
    private final String bearer;

    Talk(Scene scene, String model) throws IOException {
        this.scene = scene;
        this.model = model;
        this.bearer = scene.someonesKey();
    }

    @Override
    public String once() throws IOException {
        try (RawClient client = scene.connect()) {
            String outcome = "whole";
            for (int i = 0; i < QUESTIONS && outcome.equals("whole"); i++) {
                outcome = ask(client, question());
            }
            return outcome;
        }
    }

    private Question question() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Question question = Question.ask(model, random.nextInt(1, 200), random.nextInt(0, 15));
        if (random.nextInt(20) == 0) {
            // Longer than the heartbeat.
            question = question.silentFor(2500);
        }
        return random.nextBoolean() ? question.asEvents() : question;
    }

    private String ask(RawClient client, Question question) throws IOException {
        long began = System.nanoTime();
        RawHead head = client.send(question.by(bearer)).readHead(SOON);
        if (head.status() == 502 && scene.servers().explains(began) && model.equals(Servers.SHARED)) {
            return "502, its server died";
        }
        assertThat(head.status()).as(question.toString()).isEqualTo(200);
        Listener listener = new Listener(client, question).toEnd();
        if (listener.isWhole()) {
            return "whole";
        }
        assertThat(mayFail(question, head, began))
                .as(() -> question + " " + head.lines() + ": " + listener.state())
                .isTrue();
        if (client.ending() == Ending.BROKEN) {
            return "broken off, its server died";
        }
        // After a heartbeat there is no status any more that could say so.
        assertThat(listener.lastLine()).as(listener::state).contains("{\"error\":");
        assertThat(question.firstMillis()).as(listener::state).isPositive();
        return "an error at its end, its server died";
    }

    /** A heartbeat comes before anybody knows what the server will say: its head does not tell which one it was. */
    private boolean mayFail(Question question, RawHead head, long began) {
        boolean anyone = model.equals(Servers.SHARED) && question.firstMillis() > 0;
        return anyone ? scene.servers().explains(began) : scene.servers().explains(head, began);
    }
}
