package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.corral.timing.ManualClock;
import org.corral.upstream.Client;
import org.corral.upstream.Connections;
import org.corral.upstream.Endpoint;
import org.corral.upstream.Failure;
import org.corral.upstream.Limits;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.corral.upstream.ResponseListener;
import org.corral.upstream.UpstreamRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever takes their answer slowly gets their own bytes, on a server that copies nothing of what it is given. */
@Timeout(60)
class DownloadTest {
    private static final int SIZE = 1 << 20;
    private static final int WINDOW = 100_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Client client = Client.open(1, new ManualClock());
    private final HttpServer ollama;
    private final Connections connections;

    DownloadTest() throws IOException {
        ollama = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        Limits limits = new Limits(64 << 10, 200, Duration.ofSeconds(20), Duration.ofMinutes(1));
        connections = client.to(new Endpoint("127.0.0.1", ollama.getAddress().getPort(), false), limits);
    }

    @BeforeEach
    void start() {
        ollama.setExecutor(threads);
        ollama.createContext("/", DownloadTest::repeatThePath);
        ollama.start();
    }

    @AfterEach
    void stop() {
        client.close();
        ollama.stop(0);
        threads.shutdownNow();
    }

    /** A path of one letter is answered with that letter again and again. */
    private static void repeatThePath(HttpExchange http) throws IOException {
        byte[] all = letters(http.getRequestURI().getPath().charAt(1), SIZE);
        try (http) {
            http.sendResponseHeaders(200, 0);
            try (OutputStream out = http.getResponseBody()) {
                out.write(all);
            }
        }
    }

    private static byte[] letters(char letter, int count) {
        byte[] all = new byte[count];
        Arrays.fill(all, (byte) letter);
        return all;
    }

    /** An answer on its way through the loop's thread to a stream. */
    private final class Passing implements ResponseListener, Download.Source, Download.Owner {
        private final UpstreamRequest question;
        private final KeepingStream stream = new KeepingStream();
        private final Download download = new Download(stream, WINDOW, this, this);
        private final CountDownLatch delivered = new CountDownLatch(1);
        private volatile @Nullable RequestControl connection;

        Passing(char letter) {
            question = new UpstreamRequest("GET", "/" + letter, List.of(), Optional.empty());
            stream.setWriteListener(download);
        }

        Passing ask() {
            download.onWritePossible();
            connections.ask(this);
            return this;
        }

        /** How many bytes of other answers the caller was given. */
        long foreign() {
            char own = question.target().charAt(1);
            return new String(stream.taken(), StandardCharsets.US_ASCII)
                    .chars()
                    .filter(letter -> letter != own)
                    .count();
        }

        @Override
        public UpstreamRequest request() {
            return question;
        }

        @Override
        public void carriedBy(RequestControl carrier) {
            connection = carrier;
        }

        @Override
        public void head(ResponseHead head) {}

        @Override
        public void body(ByteBuffer piece) {
            try {
                download.accept(piece);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void drained() {
            download.drain();
        }

        @Override
        public boolean keepsPieces() {
            return download.keepsPieces();
        }

        @Override
        public void end() {
            download.complete();
        }

        @Override
        public void failed(Failure failure) {
            throw new IllegalStateException(failure.text());
        }

        @Override
        public void started() {}

        @Override
        public void delivered() {
            delivered.countDown();
        }

        @Override
        public void callerGone(Throwable failure) {
            throw new IllegalStateException(failure);
        }

        @Override
        public void pause() {
            carrier().pause(this);
        }

        @Override
        public void resume() {
            carrier().resume(this);
        }

        private RequestControl carrier() {
            RequestControl carrier = connection;
            if (carrier == null) {
                throw new IllegalStateException("too early");
            }
            return carrier;
        }
    }

    @Test
    void whatTheServerKeepsIsNotOverwrittenByTheNextAnswers() throws Exception {
        Passing slow = new Passing('a');
        slow.stream.slowDown();
        slow.ask().stream.awaitKept();
        for (char other : new char[] {'b', 'c'}) {
            Passing fast = new Passing(other).ask();
            fast.delivered.await();
            assertThat(fast.foreign()).isZero();
            assertThat(fast.stream.taken()).hasSize(SIZE);
        }
        slow.stream.take();
        assertThat(slow.stream.taken()).isNotEmpty();
        assertThat(slow.foreign()).isZero();
    }

    @Test
    void slowCallersGetTheirOwnAnswersWholly() throws Exception {
        List<Passing> all = new ArrayList<>();
        for (char letter = 'a'; letter <= 'e'; letter++) {
            Passing slow = new Passing(letter);
            slow.stream.slowDown();
            all.add(slow.ask());
        }
        while (all.stream().anyMatch(each -> each.delivered.getCount() > 0)) {
            for (Passing each : all) {
                if (each.stream.keeps()) {
                    each.stream.take();
                }
            }
            Thread.onSpinWait();
        }
        for (Passing each : all) {
            assertThat(each.foreign()).isZero();
            assertThat(each.stream.taken()).hasSize(SIZE);
        }
    }

    @Test
    void whereTheServerTakesAllAtOnceEveryReadingIsIntoTheSameArray() throws Exception {
        Passing fast = new Passing('a').ask();
        fast.delivered.await();
        assertThat(fast.stream.taken()).hasSize(SIZE);
        assertThat(fast.stream.arrays()).isEqualTo(1);
    }

    @Test
    void aTokenThatIsTakenAtOnceCostsTwoQuestionsWhetherTheServerIsReady() throws Exception {
        Passing passing = new Passing('a');
        passing.download.onWritePossible();
        for (int token = 1; token <= 3; token++) {
            passing.download.accept(ByteBuffer.wrap("token\n".getBytes(StandardCharsets.US_ASCII)));
            passing.download.drain();
            assertThat(passing.download.keepsPieces()).isFalse();
            assertThat(passing.stream.asked()).isEqualTo(2 * token);
        }
    }

    @Test
    void whatIsKeptOnceIsNotAskedForAgain() throws Exception {
        Passing passing = new Passing('a');
        passing.download.onWritePossible();
        passing.stream.slowDown();
        passing.download.accept(ByteBuffer.wrap(letters('a', 10)));
        passing.download.drain();
        assertThat(passing.download.keepsPieces()).isTrue();
        passing.download.accept(ByteBuffer.wrap(letters('a', 10)));
        passing.download.drain();
        assertThat(passing.download.keepsPieces()).as("it was copied").isFalse();
    }

    @Test
    void whatIsUnknownWhenTheRequestEndsIsLeftToTheServer() throws Exception {
        Passing passing = new Passing('a');
        passing.download.onWritePossible();
        passing.download.accept(ByteBuffer.wrap(letters('a', 10)));
        passing.download.close();
        int before = passing.stream.asked();
        assertThat(passing.download.keepsPieces()).isTrue();
        assertThat(passing.stream.asked())
                .as("the stream may be another request's by now")
                .isEqualTo(before);
    }
}
