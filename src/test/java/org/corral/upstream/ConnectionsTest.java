package org.corral.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** One exchange after the other over real sockets, to a server that plays every trick. */
@Timeout(60)
class ConnectionsTest {
    private static final Limits LIMITS = new Limits(64 << 10, 200, Duration.ofSeconds(5), Duration.ofMinutes(1));
    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final ManualClock clock = new ManualClock();
    private final Client client = Client.open(1, clock);

    @AfterEach
    void stop() {
        client.close();
    }

    @Test
    void aConnectionIsUsedAgainWhenItsAnswerIsComplete() throws Exception {
        try (Scripted server = Scripted.start(ConnectionsTest::greet)) {
            Connections connections = to(server);
            for (int i = 0; i < 5; i++) {
                assertThat(ask(connections, Heard.get("/")).awaitOver().text()).isEqualTo("hello");
            }
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    /** Of an answer that ends with the connection, a reset leaves nobody knows how much out. */
    @ParameterizedTest
    @CsvSource({"true, CUT", "false,"})
    void anAnswerWithoutALengthIsCompleteOnlyAtAnOrderlyEnd(boolean reset, Failure failure) throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say("HTTP/1.1 200 OK\r\n\r\nhello");
            await(seen);
            if (reset) {
                wire.reset();
            }
        })) {
            Heard heard = ask(to(server), Heard.get("/")).awaitBytes(5);
            seen.countDown();
            assertThat(heard.awaitOver().failure()).isEqualTo(Optional.ofNullable(failure));
        }
    }

    /** Whoever sends more than one answer could give the next caller an answer that they choose. */
    @Test
    void whatFollowsAnAnswerIsNeverTakenForTheNext() throws Exception {
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say(HELLO + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            wire.awaitEnd();
        })) {
            Connections connections = to(server);
            for (int i = 0; i < 20; i++) {
                assertThat(ask(connections, Heard.get("/")).awaitOver().text()).isEqualTo("hello");
            }
            assertThat(server.connections()).isEqualTo(20);
        }
    }

    /** The same, a moment later, when the connection is free already. */
    @Test
    void whatComesUnaskedEndsTheConnection() throws Exception {
        CountDownLatch idle = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say(HELLO);
            await(idle);
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
            wire.awaitEnd();
            ended.countDown();
        })) {
            Connections connections = to(server);
            ask(connections, Heard.get("/")).awaitOver();
            idle.countDown();
            await(ended);
            assertThat(ask(connections, Heard.get("/")).awaitOver().text()).isEqualTo("hello");
        }
    }

    /** A caller who leaves just when their answer is complete must not take the connection from the next one. */
    @Test
    void anExchangeThatHasEndedCanNotEndTheNextOne() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say(HELLO);
            wire.head();
            await(go);
            wire.say(HELLO);
            wire.awaitEnd();
        })) {
            Connections connections = to(server);
            Heard first = ask(connections, Heard.get("/")).awaitOver();
            Heard second = ask(connections, Heard.get("/"));
            assertThat(second.connection()).isSameAs(first.connection());
            first.connection().abort(first);
            go.countDown();
            assertThat(second.awaitOver().failure()).isEmpty();
            assertThat(second.text()).isEqualTo("hello");
        }
    }

    /** A slow caller's last bytes leave when the connection carries another slow caller's answer, which waits. */
    @Test
    void anExchangeThatHasEndedCanNotHaveTheNextOneRead() throws Exception {
        int flood = 8 << 20;
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say(HELLO);
            wire.head();
            wire.say("HTTP/1.1 200 OK\r\nContent-Length: " + flood + "\r\n\r\n");
            wire.say(new byte[flood]);
            wire.awaitEnd();
        })) {
            Connections connections = to(server);
            Heard first = ask(connections, Heard.get("/")).awaitOver();
            Pausing second = new Pausing();
            ask(connections, second);
            second.awaitBytes(1);
            int before = second.length();

            first.connection().resume(first);
            loopHasGoneRound();
            assertThat(second.length()).as("what came while it was to wait").isEqualTo(before);

            second.goOn();
            assertThat(second.awaitOver().length()).isEqualTo(flood);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, STALE", "POST, STALE"})
    void aConnectionThatTheServerClosesWhenItIsUsedAgainIsStale(String method, Failure failure) throws Exception {
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say(HELLO);
            wire.head();
        })) {
            Connections connections = to(server);
            ask(connections, Heard.get("/")).awaitOver();
            assertThat(ask(connections, Heard.of(method, "/")).awaitOver().failure())
                    .hasValue(failure);
        }
    }

    @Test
    void aServerThatClosesAtOnceHasNotAnswered() throws Exception {
        try (Scripted server = Scripted.start(Scripted.Wire::head)) {
            assertThat(ask(to(server), Heard.get("/")).awaitOver().failure()).hasValue(Failure.NO_ANSWER);
        }
    }

    @Test
    void nobodyListening() throws Exception {
        Scripted server = Scripted.start(Scripted.Wire::head);
        server.close();
        assertThat(ask(to(server), Heard.get("/")).awaitOver().failure()).hasValue(Failure.UNREACHABLE);
    }

    /** An answer to half a question leaves a connection on which nothing more can be asked. */
    @Test
    void anAnswerBeforeTheQuestionIsCompleteEndsTheConnection() throws Exception {
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say(HELLO);
            wire.awaitEnd();
        })) {
            Connections connections = to(server);
            Heard heard = new Heard(new UpstreamRequest("POST", "/", List.of(), Optional.of(new Never())));
            assertThat(ask(connections, heard).awaitOver().text()).isEqualTo("hello");
            ask(connections, Heard.get("/")).awaitOver();
            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void whatNobodyUsesIsClosed() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Scripted server = Scripted.start(wire -> {
            wire.head();
            wire.say(HELLO);
            wire.awaitEnd();
            ended.countDown();
        })) {
            Connections connections = to(server);
            ask(connections, Heard.get("/")).awaitOver();
            connections.onTick(clock.nanos());
            assertThat(connections.count()).isEqualTo(1);
            clock.advance(LIMITS.idle().minusNanos(1));
            connections.onTick(clock.nanos());
            assertThat(connections.count()).isEqualTo(1);
            clock.advance(Duration.ofNanos(1));
            connections.onTick(clock.nanos());
            await(ended);
            assertThat(connections.count()).isZero();
        }
    }

    private enum Where {
        CARRIED,
        HEAD,
        BODY,
        FAILED
    }

    /** All of them share one thread: a stack that was too deep for one answer is not the end of all. */
    @ParameterizedTest
    @EnumSource
    void anErrorCostsOneConnectionOnly(Where where) throws Exception {
        Error error = new StackOverflowError("on purpose");
        try (Reports reports = Reports.of(EventLoop.class);
                Scripted server = Scripted.start(ConnectionsTest::greet)) {
            Connections connections = to(server);
            Heard first = ask(connections, new Throwing(where, error)).awaitOver();
            assertThat(first.failure()).isPresent();

            assertThat(ask(connections, Heard.get("/")).awaitOver().text()).isEqualTo("hello");
            assertThat(connections.count()).as("those that are left").isEqualTo(1);
            assertThat(reports.errors()).contains(error);
        }
    }

    @Test
    void anErrorInTheMidstOfAQuestionCostsItsConnectionOnly() throws Exception {
        Error error = new OutOfMemoryError("on purpose");
        try (Reports reports = Reports.of(EventLoop.class);
                Scripted server = Scripted.start(wire -> {
                    wire.head();
                    wire.say(HELLO);
                    wire.head();
                    wire.awaitEnd();
                })) {
            Connections connections = to(server);
            ask(connections, Heard.get("/")).awaitOver();
            AtomicBoolean grown = new AtomicBoolean();
            RequestBody body = new Never() {
                @Override
                public boolean refill() {
                    if (grown.get()) {
                        throw error;
                    }
                    return false;
                }
            };
            Heard asking = ask(connections, new Heard(new UpstreamRequest("POST", "/", List.of(), Optional.of(body))));
            grown.set(true);
            asking.connection().bodyGrew();
            assertThat(asking.awaitOver().failure()).hasValue(Failure.NO_ANSWER);

            assertThat(ask(connections, Heard.get("/")).awaitOver().text()).isEqualTo("hello");
            assertThat(reports.errors()).containsExactly(error);
        }
    }

    /** Whatever the one loop had to do has been done when another server has answered, twice. */
    private void loopHasGoneRound() throws Exception {
        try (Scripted other = Scripted.start(ConnectionsTest::greet)) {
            ask(to(other), Heard.get("/")).awaitOver();
            ask(to(other), Heard.get("/")).awaitOver();
        }
    }

    private Connections to(Scripted server) {
        return client.to(new Endpoint("127.0.0.1", server.port(), false), LIMITS);
    }

    private static <T extends Heard> T ask(Connections connections, T heard) {
        connections.ask(heard);
        return heard;
    }

    private static void greet(Scripted.Wire wire) throws IOException {
        while (true) {
            wire.head();
            wire.say(HELLO);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whose caller takes nothing after the first piece, until they do. */
    private static final class Pausing extends Heard {
        private volatile boolean goesOn;

        Pausing() {
            super(new UpstreamRequest("GET", "/", List.of(), Optional.empty()));
        }

        @Override
        public void body(ByteBuffer piece) {
            if (!goesOn) {
                connection().pause(this);
            }
            super.body(piece);
        }

        void goOn() {
            goesOn = true;
            connection().resume(this);
        }
    }

    /** Whose owner meets an error at some point. */
    private static final class Throwing extends Heard {
        private final Where where;
        private final Error error;

        Throwing(Where where, Error error) {
            super(new UpstreamRequest("GET", "/", List.of(), Optional.empty()));
            this.where = where;
            this.error = error;
        }

        private void at(Where here) {
            // Before the last word it must have heard one.
            if (here == where || (where == Where.FAILED && here == Where.BODY)) {
                throw error;
            }
        }

        @Override
        public void carriedBy(RequestControl carrier) {
            super.carriedBy(carrier);
            at(Where.CARRIED);
        }

        @Override
        public void head(ResponseHead begun) {
            super.head(begun);
            at(Where.HEAD);
        }

        @Override
        public void body(ByteBuffer piece) {
            super.body(piece);
            at(Where.BODY);
        }

        @Override
        public void failed(Failure why) {
            super.failed(why);
            at(Where.FAILED);
        }
    }

    /** A body that was announced and does not come. */
    private static class Never implements RequestBody {
        @Override
        public long length() {
            return 1000;
        }

        @Override
        public ByteBuffer next() {
            return ByteBuffer.allocate(0);
        }

        @Override
        public boolean isComplete() {
            return false;
        }

        @Override
        public boolean refill() {
            return false;
        }
    }
}
