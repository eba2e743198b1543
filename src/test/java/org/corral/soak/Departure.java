package org.corral.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.corral.wire.RawClient;

/** Leaves an endless answer: before its head or in its middle, with a FIN or with a RST. */
final class Departure implements Work {
    private static final int ENDLESS = 1_000_000;

    private final Scene scene;
    private final String bearer;

    Departure(Scene scene) throws IOException {
        this.scene = scene;
        this.bearer = scene.someonesKey();
    }

    @Override
    public String once() throws IOException, InterruptedException {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        boolean early = random.nextBoolean();
        Question question = Question.ask(Servers.STEADY, ENDLESS, 5).silentFor(early ? 60_000 : 0);
        try (RawClient client = scene.connect().send(question.by(bearer))) {
            if (early) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
            } else {
                assertThat(client.readHead(SOON).status()).isEqualTo(200);
                Listener listener = new Listener(client, question);
                for (int enough = random.nextInt(1, 60); listener.tokens() < enough; ) {
                    assertThat(listener.next()).as(question.toString()).isTrue();
                }
            }
            String how = leave(client, random.nextBoolean());
            return how + (early ? " before the head" : " in mid-stream");
        }
    }

    private static String leave(RawClient client, boolean reset) throws IOException {
        if (reset) {
            client.reset();
            return "RST";
        }
        // Closing alone would be an RST where something has not been read.
        client.shutdownOutput();
        return "FIN";
    }
}
