package org.corral.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.corral.body.MemoryBudget;
import org.corral.http.FakeBody;
import org.corral.http.FakeRequest;
import org.corral.http.FakeResponse;
import org.corral.http.ReadBody;
import org.corral.http.RefusedException;
import org.corral.settings.LingerSettings;
import org.corral.settings.Size;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.ManualTicker;
import org.junit.jupiter.api.Test;

class RequestReadingTest {
    private static final Size MOST = new Size(10);
    private static final Duration BETWEEN_BYTES = Duration.ofSeconds(10);
    private static final Duration ALTOGETHER = Duration.ofSeconds(25);
    private static final Duration LONG = Duration.ofHours(1);

    private final ManualTicker time = new ManualTicker();
    private final MemoryBudget memory = new MemoryBudget(1000);
    private final FlowLimits limits = new FlowLimits(
            memory,
            memory.part(4),
            LingerSettings.NONE,
            new TimeoutSettings(LONG, LONG, LONG, BETWEEN_BYTES, ALTOGETHER, Duration.ZERO),
            time.ticker());
    private final FakeBody body = new FakeBody();

    private FakeAsync begin(long length) throws IOException {
        FakeRequest head = FakeRequest.of("POST", "/x").header("Content-Type", "application/json");
        if (length < 0) {
            head.header("Transfer-Encoding", "chunked");
        }
        FakeAsync async = new FakeAsync(body.request(head, length));
        assertThat(begins(async)).isTrue();
        return async;
    }

    private boolean begins(FakeAsync async) throws IOException {
        return RequestReading.begins(async.request(), new FakeResponse().http(), MOST, limits);
    }

    private static ReadBody read(FakeAsync async) {
        return ReadBody.of(async.request()).orElseThrow();
    }

    private static void isRefused(FakeAsync async, int status) {
        assertThat(async.ends()).containsExactly("dispatch");
        assertThatThrownBy(read(async)::bytes).isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(
                        refused.refusal().status())
                .isEqualTo(status));
    }

    @Test
    void requestIsHandledWhenItsBodyIsThere() throws Exception {
        FakeAsync async = begin(5);
        body.arrive("he");
        assertThat(async.ends()).isEmpty();
        body.arrive("llo");
        assertThat(async.ends()).containsExactly("dispatch");
        assertThat(new String(read(async).bytes(), StandardCharsets.UTF_8)).isEqualTo("hello");
        assertThat(begins(async)).as("read a second time").isFalse();
    }

    @Test
    void memoryIsGivenBackWhenTheRequestHasBeenHandled() throws Exception {
        FakeAsync async = begin(5);
        body.arrive("hello");
        read(async).takes(100_000 / 1000);
        assertThat(memory.taken()).isPositive();
        RequestReading.of(async.request()).orElseThrow().close();
        assertThat(memory.taken()).isZero();
    }

    @Test
    void requestWithoutABodyIsHandledAtOnce() throws Exception {
        FakeAsync async =
                new FakeAsync(body.request(FakeRequest.of("POST", "/x").header("Content-Type", "application/json"), 0));
        assertThat(begins(async)).isFalse();
        assertThat(body.isListenedTo()).isFalse();
    }

    @Test
    void bodyInChunksThatIsTooLargeIsRefused() throws Exception {
        FakeAsync async = begin(-1);
        body.arrive("x".repeat(11));
        isRefused(async, 413);
        assertThat(memory.taken()).isZero();
    }

    @Test
    void callerWhoSendsNothingForTooLongIsRefused() throws Exception {
        FakeAsync async = begin(5);
        body.arrive("he");
        time.advance(BETWEEN_BYTES); // exactly the time-out: not yet
        assertThat(async.ends()).isEmpty();
        time.advance(Duration.ofNanos(1));
        isRefused(async, 408);
        assertThat(memory.taken()).isZero();
    }

    /** However often a byte comes. */
    @Test
    void callerWhoTakesTooLongForAllOfItIsRefused() throws Exception {
        FakeAsync async = begin(9);
        for (int i = 0; i < 5; i++) {
            body.arrive("x");
            time.advance(ALTOGETHER.dividedBy(5));
        }
        assertThat(async.ends()).isEmpty();
        time.advance(Duration.ofNanos(1));
        isRefused(async, 408);
        body.arrive("xxxx");
        assertThat(async.ends()).containsExactly("dispatch");
    }

    @Test
    void callerWhoHasSentAllIsNotTimed() throws Exception {
        FakeAsync async = begin(5);
        body.arrive("hello");
        time.advance(ALTOGETHER.multipliedBy(2));
        assertThat(async.ends()).containsExactly("dispatch");
        assertThat(read(async).bytes()).hasSize(5);
    }

    /** On Tomcat nobody else may end a request on which the server has met an error; a server that does not is helped. */
    @Test
    void requestOfACallerWhoHasGoneIsLeftToTheServer() throws Exception {
        FakeAsync async = begin(5);
        body.arrive("he");
        body.breakOff(new IOException("reset"));
        time.advance(Duration.ofSeconds(2));
        assertThat(async.ends()).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(async.ends()).containsExactly("complete");
        assertThat(memory.taken()).isZero();
        assertThat(ReadBody.of(async.request())).isNotEqualTo(Optional.empty());
    }
}
