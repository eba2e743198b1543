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
    private static final int NEW_PROCESSES = 2;

    private Redeployments() {}

    static void of(OwnGate gate, int times) throws IOException, InterruptedException {
        AppServer server = gate.server();
        int before = server.log().length();
        long process = server.pid();
        gate.admin();
        int done = redeploy(gate, times);
        use(gate);

        assertThat(gate.site().me(gate.admin().token()).status())
                .as("a token from before")
                .isEqualTo(200);
        // A new process says by its own start what the first one has said before this: Payara, of drivers that it has
        // loaded itself.
        if (server.pid() == process) {
            assertThat(server.log().substring(before).lines().filter(Redeployments::tellsOfSomethingLeft))
                    .isEmpty();
        }
        awaitOneCopy(server.pid(), 1 + server.loadersKept(done));
    }

    /** @return how often; a new process each time has nothing of the former, so that two tell as much as ten */
    private static int redeploy(OwnGate gate, int times) throws IOException, InterruptedException {
        AppServer server = gate.server();
        int done = 0;
        int wanted = times;
        while (done < wanted) {
            long process = server.pid();
            use(gate);
            server.redeploy();
            done++;
            wanted = server.pid() == process ? times : NEW_PROCESSES;
        }
        return done;
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

    /**
     * Some of what keeps a class loader goes with the second look only: a reference that is handled when garbage was collected.
     *
     * @param loaders of the present copy, and those that the server keeps of any application
     */
    private static void awaitOneCopy(long pid, int loaders) throws IOException, InterruptedException {
        String type = Corral.class.getName();
        long end = System.nanoTime() + Gate.SOON.toNanos();
        while (Jcmd.loaders(pid, type) > loaders && System.nanoTime() < end) {
            LockSupport.parkNanos(200_000_000);
        }
        assertThat(Jcmd.loaders(pid, type)).as("class loaders with Corral").isBetween(1L, (long) loaders);
        assertThat(Jcmd.objects(pid, type)).as("copies of Corral").isEqualTo(1);
    }
}
