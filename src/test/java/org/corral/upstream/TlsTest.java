package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An Ollama behind TLS, on a real socket, with certificates that nobody has seen before. */
@Timeout(60)
class TlsTest {
    private static final Limits LIMITS = new Limits(64 << 10, 200, Duration.ofSeconds(20), Duration.ofMinutes(1));
    private static final int LARGE = 3 << 20;

    private static SSLContext before;
    private static Certificate ours;
    private static Certificate another;
    private static Certificate unknown;

    private final ManualClock clock = new ManualClock();
    private final Client client = Client.open(1, clock);

    /** What is done with a connection on which hands have been shaken. */
    @FunctionalInterface
    private interface Talk {
        void play(Scripted.Wire wire, SSLSocket tls) throws IOException;
    }

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        ours = Certificate.signedByItself(folder, "ip:127.0.0.1");
        another = Certificate.signedByItself(folder, "ip:127.0.0.2,dns:ollama.test");
        unknown = Certificate.signedByItself(folder, "ip:127.0.0.1");
        before = SSLContext.getDefault();
        SSLContext.setDefault(Certificate.trusting(List.of(ours, another)));
    }

    @AfterAll
    static void trustAsBefore() {
        SSLContext.setDefault(before);
    }

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void questionsAndAnswersOfAnySizePass() throws Exception {
        byte[] sent = new byte[LARGE];
        new Random(1).nextBytes(sent);
        AtomicReference<byte[]> arrived = new AtomicReference<>();
        try (Scripted server = speaking(ours, (wire, tls) -> {
            while (true) {
                wire.head();
                byte[] body = wire.body(LARGE);
                arrived.set(body);
                wire.say("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                wire.say(body);
            }
        })) {
            Connections connections = to(server);
            for (int i = 0; i < 3; i++) {
                sent[0] = (byte) i;
                Heard heard = new Heard(new UpstreamRequest("POST", "/", List.of(), Optional.of(new Bytes(sent))));
                connections.ask(heard);
                assertThat(heard.awaitOver().failure()).isEmpty();
                assertThat(arrived.get()).isEqualTo(sent);
                assertThat(heard.text()).isEqualTo(new String(sent, StandardCharsets.ISO_8859_1));
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsAreSpoken(String version) throws Exception {
        try (Scripted server = speaking(ours, version, (wire, tls) -> greet(wire))) {
            assertThat(ask(to(server)).text()).isEqualTo("hello");
        }
    }

    /** Anybody can have a certificate for a name of their own. */
    @Test
    void aCertificateForAnotherNameIsRefused() throws Exception {
        isRefused(another);
    }

    @Test
    void aCertificateThatNobodyTrustsIsRefused() throws Exception {
        isRefused(unknown);
    }

    private void isRefused(Certificate certificate) throws Exception {
        try (Scripted server = speaking(certificate, (wire, tls) -> greet(wire))) {
            assertThat(ask(to(server)).failure()).hasValue(Failure.TLS_REFUSED);
            assertThat(server.requests()).as("questions that it was asked").isZero();
        }
    }

    @Test
    void aServerWithoutTlsIsRefused() throws Exception {
        try (Scripted server = Scripted.start(wire -> wire.say("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
            assertThat(ask(to(server)).failure()).hasValue(Failure.TLS_REFUSED);
        }
    }

    @Test
    void aServerThatShakesNoHandsIsGivenUp() throws Exception {
        try (Scripted server = Scripted.start(Scripted.Wire::awaitEnd)) {
            Connections connections = to(server);
            Heard heard = Heard.get("/");
            connections.ask(heard);
            connections.onTick(clock.nanos());
            assertThat(heard.isOver()).isFalse();
            clock.advance(LIMITS.connect().plusNanos(1));
            connections.onTick(clock.nanos());
            assertThat(heard.awaitOver().failure()).hasValue(Failure.CONNECT_TIMED_OUT);
        }
    }

    /** Without a goodbye anybody on the way may have cut it (RFC 8446, 6.1): of an answer without a length nothing tells. */
    @ParameterizedTest
    @CsvSource({"true,", "false, CUT"})
    void theEndOfTheConnectionIsAnEndOnlyWithAGoodbye(boolean goodbye, Failure failure) throws Exception {
        try (Scripted server = speaking(ours, (wire, tls) -> {
            wire.head();
            wire.say("HTTP/1.1 200 OK\r\n\r\nhello");
            if (goodbye) {
                tls.shutdownOutput();
            }
        })) {
            Heard heard = ask(to(server));
            assertThat(heard.failure()).isEqualTo(Optional.ofNullable(failure));
            assertThat(heard.text()).isEqualTo("hello");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anAnswerThatIsTooShortIsBroken(boolean goodbye) throws Exception {
        try (Scripted server = speaking(ours, (wire, tls) -> {
            wire.head();
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello");
            if (goodbye) {
                tls.shutdownOutput();
            }
        })) {
            assertThat(ask(to(server)).failure()).hasValue(Failure.CUT);
        }
    }

    /** The server may close whenever nobody asks: even what can't be asked twice is no failure, as it was not sent. */
    @Test
    void aConnectionThatTheServerHasClosedMeanwhileIsNotNoticed() throws Exception {
        Semaphore closed = new Semaphore(0);
        byte[] question = "the whole of it".getBytes(StandardCharsets.US_ASCII);
        Queue<String> arrived = new ConcurrentLinkedQueue<>();
        try (Scripted server = speaking(ours, (wire, tls) -> {
            wire.head();
            arrived.add(new String(wire.body(question.length), StandardCharsets.US_ASCII));
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
            tls.close();
            wire.socket().close();
            closed.release();
        })) {
            Connections connections = to(server);
            for (int i = 0; i < 50; i++) {
                Heard heard = new Heard(new UpstreamRequest("POST", "/", List.of(), Optional.of(new Bytes(question))));
                connections.ask(heard);
                assertThat(heard.awaitOver().failure()).isEmpty();
                assertThat(heard.text()).isEqualTo("hello");
                assertThat(arrived.remove()).isEqualTo("the whole of it");
                closed.acquire();
            }
        }
    }

    private static Scripted speaking(Certificate certificate, Talk talk) throws Exception {
        return speaking(certificate, "", talk);
    }

    private static Scripted speaking(Certificate certificate, String version, Talk talk) throws Exception {
        SSLContext context = certificate.server();
        return Scripted.start(wire -> {
            Socket plain = wire.socket();
            SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "", plain.getPort(), false);
            tls.setUseClientMode(false);
            if (!version.isEmpty()) {
                tls.setEnabledProtocols(new String[] {version});
            }
            tls.startHandshake();
            talk.play(wire.through(tls), tls);
        });
    }

    private static void greet(Scripted.Wire wire) throws IOException {
        wire.head();
        wire.say("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        wire.awaitEnd();
    }

    private Connections to(Scripted server) {
        return client.to(new Endpoint("127.0.0.1", server.port(), true), LIMITS);
    }

    private static Heard ask(Connections connections) throws InterruptedException {
        Heard heard = Heard.get("/");
        connections.ask(heard);
        return heard.awaitOver();
    }

    /** A body that is there at once. */
    private static final class Bytes implements RequestBody {
        private final ByteBuffer bytes;

        Bytes(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length));
        }

        @Override
        public long length() {
            return bytes.capacity();
        }

        @Override
        public ByteBuffer next() {
            return bytes;
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public boolean refill() {
            return false;
        }
    }
}
