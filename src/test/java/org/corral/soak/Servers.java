package org.corral.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.corral.standin.Behaviour;
import org.corral.standin.StandInOllama;
import org.corral.wire.RawHead;

/** Two Ollama servers: a steady one, and a mortal one that dies in the middle of whatever it does, and returns. */
final class Servers implements Work, AutoCloseable {
    /** A model that both have. */
    static final String SHARED = "llama3.2";

    /** One that does not die. */
    static final String STEADY = "steady";

    /** In the answers of the mortal one. */
    private static final String MARK = "X-Mortal";

    private static final long SLACK = Duration.ofSeconds(2).toNanos();

    private final StandInOllama steady = StandInOllama.start(0);
    private final int mortalPort = freePort();
    private final List<Long> deaths = new CopyOnWriteArrayList<>();
    private StandInOllama mortal = born();

    Servers() throws IOException {
        steady.haveModels(SHARED, STEADY);
    }

    String urls() {
        return steady.url() + "#name=steady http://127.0.0.1:" + mortalPort + "#name=mortal";
    }

    StandInOllama steady() {
        return steady;
    }

    private StandInOllama born() {
        StandInOllama server = StandInOllama.start(mortalPort);
        server.haveModels(SHARED);
        for (String route : List.of("POST /api/chat", "POST /v1/chat/completions", "POST /api/generate")) {
            server.on(route, Behaviour.header(MARK, "yes"));
        }
        return server;
    }

    /** A life and a death. */
    @Override
    public String once() throws InterruptedException {
        for (int second = ThreadLocalRandom.current().nextInt(4, 9); second > 0; second--) {
            TimeUnit.SECONDS.sleep(1);
            // What they have recorded would fill the memory of this process.
            steady.reset();
        }
        deaths.add(System.nanoTime());
        mortal.close();
        TimeUnit.SECONDS.sleep(2);
        mortal = born();
        return "died and returned";
    }

    /** Whether an answer that began at this time and has just been cut may have been. */
    boolean explains(RawHead head, long began) {
        return head.header(MARK).isPresent() && explains(began);
    }

    /** The same for one that has no head. */
    boolean explains(long began) {
        long now = System.nanoTime();
        return deaths.stream().anyMatch(death -> death >= began - SLACK && death <= now);
    }

    @Override
    public void close() {
        mortal.close();
        steady.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
