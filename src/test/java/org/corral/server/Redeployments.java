package org.corral.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.corral.Corral;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.it.OwnGate;
import org.corral.it.Site;
import org.corral.wire.RawAnswer;

/** Deploys Corral again and again while people use it, and looks at what is left of the former copies. */
final class Redeployments {
    private Redeployments() {}

    static void of(OwnGate gate, int times) throws IOException, InterruptedException {
        gate.admin();
        for (int i = 0; i < times; i++) {
            use(gate);
            gate.server().redeploy();
        }
        use(gate);

        assertThat(gate.site().me(gate.admin().token()).status())
                .as("a token from before")
                .isEqualTo(200);
        assertThat(gate.server().log().lines().filter(Redeployments::tellsOfSomethingLeft))
                .isEmpty();
        awaitOneCopy(gate.server().pid());
    }

    /** So that every part has been at work when it is closed. */
    private static void use(OwnGate gate) throws IOException {
        String token =
                Site.token(gate.site().signIn(gate.admin().email(), gate.admin().password()));
        Chat chat = Chat.ndjson("word", 3);
        RawAnswer answer = gate.site().post(chat.path(), chat.body(), "Authorization: Bearer " + token);
        assertThat(answer.text()).contains("\"done\":true");
    }

    private static boolean tellsOfSomethingLeft(String line) {
        return line.contains("leak")
                || line.contains("failed to stop")
                || line.contains("failed to unregister")
                || line.contains("Could not close");
    }

    /** Some of what keeps a class loader goes with the second look only: a reference that is handled when garbage was collected. */
    private static void awaitOneCopy(long pid) throws IOException, InterruptedException {
        long end = System.nanoTime() + Gate.SOON.toNanos();
        long copies = Jcmd.copies(pid, Corral.class.getName());
        while (copies > 1 && System.nanoTime() < end) {
            LockSupport.parkNanos(200_000_000);
            copies = Jcmd.copies(pid, Corral.class.getName());
        }
        assertThat(copies).as("copies of Corral that are loaded").isEqualTo(1);
    }
}
