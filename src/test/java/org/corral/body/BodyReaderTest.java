package org.corral.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.corral.http.FakeBody;
import org.corral.http.FakeRequest;
import org.corral.http.Refusal;
import org.corral.settings.LingerSettings;
import org.corral.settings.Size;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;

/** The reader with the sink that keeps a body as a whole. */
class BodyReaderTest {
    private static final LingerSettings LINGER = new LingerSettings(new Size(20), Duration.ofSeconds(5));
    private static final int MOST = 10;

    private final ManualClock clock = new ManualClock();
    private final MemoryBudget memory = new MemoryBudget(100);
    private final FakeBody body = new FakeBody();
    private final Heard heard = new Heard();

    /** What was heard of a body, in order. */
    private static final class Heard implements BodyCollector.Owner {
        final List<String> words = new ArrayList<>();

        @Override
        public void arrived(WholeBody whole) {
            words.add(new String(whole.bytes(), StandardCharsets.ISO_8859_1));
        }

        @Override
        public void notTaken(Refusal why) {
            words.add(String.valueOf(why.status()));
        }

        @Override
        public void callerGone(Throwable failure) {
            words.add("gone: " + failure.getMessage());
        }
    }

    private BodyReader reader(long length) throws IOException {
        return reader(length, "HTTP/1.1");
    }

    private BodyReader reader(long length, String protocol) throws IOException {
        return BodyReader.of(
                body.request(FakeRequest.of("POST", "/").protocol(protocol), length),
                LINGER,
                clock,
                new BodyCollector(new Size(MOST), memory, heard));
    }

    private BodyReader begun(long length) throws IOException {
        BodyReader reader = reader(length);
        reader.begin();
        return reader;
    }

    @Test
    void bodyThatComesInPiecesArrivesOnce() throws IOException {
        BodyReader reader = begun(5);
        body.arrive("he");
        assertThat(heard.words).isEmpty();
        assertThat(reader.isComplete()).isFalse();
        body.arrive("llo");
        assertThat(heard.words).containsExactly("hello");
        assertThat(reader.isComplete()).isTrue();
        assertThat(reader.isOwed()).isFalse();
    }

    @Test
    void bodyInChunksEndsWithTheLastOfThem() throws IOException {
        BodyReader reader = begun(-1);
        body.arrive("hello");
        assertThat(reader.isComplete()).isFalse();
        body.end();
        assertThat(heard.words).containsExactly("hello");
    }

    /** The length is what counts: behind it the next request begins. */
    @Test
    void nothingIsReadBehindTheEnd() throws IOException {
        begun(5);
        body.arrive("helloGET / HTTP/1.1");
        assertThat(heard.words).containsExactly("hello");
        assertThat(body.taken()).isEqualTo("hello");
    }

    @Test
    void bodyThatIsAnnouncedAsTooLargeIsRefusedUnread() throws IOException {
        begun(MOST + 1);
        assertThat(heard.words).containsExactly("413");
        body.arrive("hello");
        assertThat(body.taken()).isEmpty();
        assertThat(heard.words).containsExactly("413");
    }

    @Test
    void bodyOfTheLargestSizeIsTaken() throws IOException {
        begun(MOST);
        body.arrive("x".repeat(MOST));
        assertThat(heard.words).containsExactly("x".repeat(MOST));
    }

    @Test
    void bodyInChunksMayBeOfTheLargestSizeAndNotAByteMore() throws IOException {
        begun(-1);
        body.arrive("x".repeat(MOST));
        assertThat(heard.words).isEmpty();
        body.arrive("y");
        assertThat(heard.words).containsExactly("413");
        assertThat(memory.taken()).isZero();
    }

    @Test
    void bodyInChunksOfTheLargestSizeIsTaken() throws IOException {
        begun(-1);
        body.arrive("x".repeat(MOST));
        body.end();
        assertThat(heard.words).containsExactly("x".repeat(MOST));
    }

    @Test
    void bodyThatFindsNoMemoryIsRefused() throws IOException {
        assertThat(memory.take(95)).isTrue();
        begun(MOST);
        assertThat(heard.words).isEmpty(); // nothing has come yet
        body.arrive("x");
        assertThat(heard.words).containsExactly("503");
        assertThat(memory.taken()).isEqualTo(95);
    }

    @Test
    void callerOwesBytesSinceTheLastOnes() throws IOException {
        BodyReader reader = begun(5);
        assertThat(reader.owedSince())
                .as("the server has not said that it waits")
                .isEmpty();
        body.arrive("he");
        long then = clock.nanos();
        clock.advance(Duration.ofSeconds(3));
        assertThat(reader.owedSince()).isEqualTo(OptionalLong.of(then));
        body.arrive("llo");
        assertThat(reader.owedSince()).isEmpty();
    }

    @Test
    void readerThatIsClosedReadsNothingAndKeepsNothing() throws IOException {
        BodyReader reader = begun(5);
        body.arrive("he");
        assertThat(memory.taken()).isPositive();
        reader.close();
        assertThat(memory.taken()).isZero();
        assertThat(reader.owedSince()).isEmpty();
        body.arrive("llo");
        assertThat(body.taken()).isEqualTo("he");
        assertThat(heard.words).isEmpty();
    }

    @Test
    void bodyThatCanNotBeReadIsGivenUp() throws IOException {
        begun(5);
        body.arrive("he");
        body.breakOff(new IOException("reset"));
        assertThat(heard.words).containsExactly("gone: reset");
        assertThat(memory.taken()).isZero();
    }

    @Test
    void errorOfTheServerIsTold() throws IOException {
        begun(5);
        body.fail(new IOException("reset"));
        assertThat(heard.words).containsExactly("gone: reset");
    }

    /** Whoever waits for an answer has to hear of it as well. */
    @Test
    void errorAfterTheBodyIsTold() throws IOException {
        begun(2);
        body.arrive("he");
        long taken = memory.taken();
        body.fail(new IOException("reset"));
        assertThat(heard.words).containsExactly("he", "gone: reset");
        assertThat(memory.taken()).as("which is the owner's to give back").isEqualTo(taken);
    }

    // ---- after the response

    private final List<String> closed = new ArrayList<>();

    private void leave(BodyReader reader) {
        reader.leave(() -> closed.add("now"));
    }

    @Test
    void completeBodyLeavesNothingToWaitFor() throws IOException {
        BodyReader reader = begun(2);
        body.arrive("he");
        leave(reader);
        assertThat(closed).containsExactly("now");
    }

    @Test
    void restOfABodyIsReadToItsEnd() throws IOException {
        BodyReader reader = begun(5);
        body.arrive("he");
        leave(reader);
        assertThat(closed).isEmpty();
        assertThat(memory.taken()).isZero();
        body.arrive("ll");
        assertThat(closed).isEmpty();
        body.arrive("o");
        assertThat(closed).containsExactly("now");
        assertThat(body.taken()).isEqualTo("hello");
        assertThat(heard.words).isEmpty();
    }

    /** The refusal is written, and read, while they are still sending. */
    @Test
    void restOfARefusedBodyIsReadUpToTheSize() throws IOException {
        BodyReader reader = begun(1000);
        leave(reader);
        body.arrive("x".repeat(19));
        assertThat(closed).isEmpty();
        body.arrive("x");
        assertThat(closed).containsExactly("now");
    }

    @Test
    void restIsWaitedForUntilNothingComesForASecond() throws IOException {
        BodyReader reader = begun(1000);
        leave(reader);
        for (int i = 0; i < 3; i++) {
            clock.advance(Duration.ofSeconds(1));
            reader.onTick(clock.nanos()); // exactly a second: not yet
            body.arrive("x");
        }
        assertThat(closed).isEmpty();
        clock.advance(Duration.ofSeconds(1).plusNanos(1));
        reader.onTick(clock.nanos());
        reader.onTick(clock.nanos());
        assertThat(closed).containsExactly("now");
    }

    @Test
    void restIsWaitedForAsLongAsIsSetHoweverMuchComes() throws IOException {
        BodyReader reader = begun(1000);
        leave(reader);
        for (int i = 0; i < 5; i++) {
            clock.advance(Duration.ofSeconds(1));
            body.arrive("x");
        }
        assertThat(closed).isEmpty();
        clock.advance(Duration.ofNanos(1));
        reader.onTick(clock.nanos());
        assertThat(closed).containsExactly("now");
    }

    @Test
    void restThatCanNotBeReadIsWaitedForUntilItIsOverdue() throws IOException {
        BodyReader reader = begun(1000);
        leave(reader);
        body.breakOff(new IOException("reset"));
        assertThat(closed).isEmpty();
        clock.advance(Duration.ofSeconds(2));
        reader.onTick(clock.nanos());
        assertThat(closed).containsExactly("now");
    }

    /** The stream may be that of another request by now. */
    @Test
    void readerThatIsClosedLingersNoMore() throws IOException {
        BodyReader reader = begun(1000);
        leave(reader);
        reader.close();
        body.arrive("x");
        clock.advance(Duration.ofSeconds(10));
        reader.onTick(clock.nanos());
        assertThat(body.taken()).isEmpty();
        assertThat(closed).isEmpty();
    }

    /** A request of HTTP/2 that ends early ends no connection. */
    @Test
    void restIsNotReadOverHttp2() throws IOException {
        BodyReader reader = reader(5, "HTTP/2.0");
        reader.begin();
        assertThat(reader.isOwed()).isFalse();
        body.arrive("x");
        leave(reader);
        assertThat(closed).containsExactly("now");
        body.arrive("x");
        assertThat(body.taken()).isEqualTo("x");
    }

    @Test
    void bodyThatIsIgnoredIsReadAndThrownAway() throws IOException {
        BodyReader reader =
                BodyReader.of(body.request(FakeRequest.of("POST", "/"), 5), LINGER, clock, BodySink.NOTHING);
        reader.ignore(() -> closed.add("now"));
        assertThat(body.isListenedTo()).isTrue();
        body.arrive("hello");
        assertThat(closed).containsExactly("now");
    }
}
