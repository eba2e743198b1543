package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.corral.it.Gate.SOON;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.corral.it.Chat;
import org.corral.it.Gate;
import org.corral.standin.Behaviour;
import org.corral.standin.Recorded;
import org.corral.standin.StandInOllama;
import org.corral.wire.Ending;
import org.corral.wire.RawClient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever reads slowly slows Ollama down, and fills nobody's memory: the server under test has a heap of 256 MB. What the
 * sockets on the way hold, the kernel's few megabytes, can't be helped.
 */
@Tag("portable")
@Timeout(180)
class SlowReaderIT {
    private static final long MB = 1 << 20;
    private static final long KERNEL = 40 * MB;
    private static final Duration STANDSTILL = Duration.ofMillis(500);

    private final Gate gate = Gate.open();
    private final StandInOllama ollama = gate.ollama();

    @BeforeEach
    void signIn() {
        gate.user();
        ollama.reset();
    }

    @Test
    void aReaderWhoStandsStillStopsAFloodThatIsLargerThanTheHeap() throws IOException {
        long total = 400 * MB;
        ollama.next(Behaviour.flood(total, 10_000 * MB));
        try (RawClient client = RawClient.connect(gate.port(), 64 * 1024)
                .send(Chat.ndjson("F", 1).by(gate.user()))) {
            client.readHead(SOON);
            Recorded flood = ollama.awaitRequest("/api/chat", SOON);
            assertThat(bytesAtStandstill(List.of(flood))).isLessThan(KERNEL);
            long taken = client.skipRest(SOON);
            assertThat(taken)
                    .isGreaterThanOrEqualTo(total)
                    .isEqualTo(flood.awaitSettled(SOON).bytesWritten());
            assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        }
    }

    /**
     * 8 MB/s each: together more than the heap, if it were kept. They read on at the same time: the server ends whoever takes
     * nothing for 20 seconds.
     */
    @Test
    void manySlowReadersOfFastStreamsStayInBoundedMemory() throws Exception {
        long total = 48 * MB;
        int readers = 10;
        ollama.on("POST /api/chat", Behaviour.flood(total, 8 * MB));
        List<RawClient> clients = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        try {
            for (int i = 0; i < readers; i++) {
                clients.add(RawClient.connect(gate.port(), 64 * 1024)
                        .send(Chat.ndjson("F", 1).by(gate.user())));
            }
            ollama.awaitRequests(readers, "/api/chat", SOON);
            assertThat(bytesAtStandstill(ollama.requests("/api/chat"))).isLessThan(readers * KERNEL);
            List<Callable<Long>> readings = new ArrayList<>();
            for (RawClient client : clients) {
                readings.add(() -> readAll(client));
            }
            for (Future<Long> taken : threads.invokeAll(readings)) {
                assertThat(taken.get()).isGreaterThanOrEqualTo(total);
            }
        } finally {
            threads.shutdownNow();
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** Their place is not taken for ever: they leave, and Ollama is stopped, though nothing can be written to them. */
    @Test
    void aReaderWhoStandsStillAndLeavesStopsOllama() throws IOException {
        ollama.next(Behaviour.flood(1000 * MB, 10_000 * MB));
        try (RawClient client = RawClient.connect(gate.port(), 64 * 1024)
                .send(Chat.ndjson("F", 1).by(gate.user()))) {
            client.readHead(SOON);
            Recorded flood = ollama.awaitRequest("/api/chat", SOON);
            bytesAtStandstill(List.of(flood));
            client.reset();
            flood.awaitAborted(SOON);
        }
    }

    private static long readAll(RawClient client) throws IOException {
        client.readHead(SOON);
        long taken = client.skipRest(SOON);
        assertThat(client.ending()).isEqualTo(Ending.CLEAN);
        return taken;
    }

    /** What Ollama could write before nobody took more, in all answers together. */
    private static long bytesAtStandstill(List<Recorded> answers) {
        long bytes = bytesWritten(answers);
        long since = System.nanoTime();
        while (System.nanoTime() - since < STANDSTILL.toNanos()) {
            LockSupport.parkNanos(10_000_000);
            long now = bytesWritten(answers);
            if (now != bytes) {
                bytes = now;
                since = System.nanoTime();
            }
        }
        return bytes;
    }

    private static long bytesWritten(List<Recorded> answers) {
        return answers.stream().mapToLong(Recorded::bytesWritten).sum();
    }
}
