package org.corral.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.corral.body.MemoryBudget;
import org.corral.http.FakeBody;
import org.corral.http.FakeRequest;
import org.corral.settings.LingerSettings;
import org.corral.settings.Size;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.ManualTicker;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    private static final Duration TAKES_NOTHING = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofHours(1);
    private static final String TEXT = "0123456789".repeat(2000);

    private final ManualTicker time = new ManualTicker();
    private final FlowLimits limits = FlowLimits.of(
            new MemoryBudget(1000),
            new LingerSettings(new Size(100), Duration.ofSeconds(30)),
            new TimeoutSettings(LONG, LONG, LONG, TAKES_NOTHING, LONG, Duration.ZERO),
            time.ticker());
    private final FakeBody body = new FakeBody();
    private final FakeOutput out = new FakeOutput();

    private FakeAsync begin(String method, int length, String text) throws IOException {
        FakeAsync async = new FakeAsync(body.request(FakeRequest.of(method, "/x"), length));
        BufferedResponse held = new BufferedResponse(out.response());
        held.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        Delivery.begin(async.request(), held, limits);
        return async;
    }

    @Test
    void responseIsWrittenAndTheRequestGivenBackOnce() throws IOException {
        FakeAsync async = begin("GET", 0, "hello");
        assertThat(out.text()).isEmpty();
        out.takeAll();
        assertThat(out.text()).isEqualTo("hello");
        assertThat(out.isFlushed()).isTrue();
        assertThat(out.head().header("Content-Length")).contains("5");
        assertThat(out.head().header("Connection")).isEmpty();
        assertThat(async.ends()).containsExactly("complete");
        time.advance(TAKES_NOTHING.multipliedBy(2));
        assertThat(async.ends()).containsExactly("complete");
    }

    @Test
    void callerTakesItAsFastAsTheyLike() throws IOException {
        FakeAsync async = begin("GET", 0, TEXT);
        out.take(1);
        assertThat(out.sizes()).containsExactly(8192);
        time.advance(TAKES_NOTHING);
        out.take(1);
        time.advance(TAKES_NOTHING);
        out.take(1);
        assertThat(out.text()).isEqualTo(TEXT);
        assertThat(out.sizes()).containsExactly(8192, 8192, 20_000 - 2 * 8192);
        assertThat(out.isFlushed()).isFalse();
        out.take(1);
        assertThat(out.isFlushed()).isTrue();
        assertThat(async.ends()).as("before the server has passed all on").isEmpty();
        out.take(1);
        assertThat(async.ends()).containsExactly("complete");
    }

    @Test
    void callerWhoTakesNothingIsCutOff() throws IOException {
        FakeAsync async = begin("GET", 0, TEXT);
        out.take(1);
        time.advance(TAKES_NOTHING); // exactly the time-out: not yet
        assertThat(async.ends()).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(async.ends()).containsExactly("dispatch");
        assertThat(async.request().getAttribute(Delivery.BROKEN)).isEqualTo(true);
        out.takeAll();
        assertThat(out.sizes()).as("after the dispatch").hasSize(1);
        assertThat(async.ends()).containsExactly("dispatch");
    }

    @Test
    void headHasTheLengthAndNoBody() throws IOException {
        FakeAsync async = begin("HEAD", 0, "hello");
        out.takeAll();
        assertThat(out.text()).isEmpty();
        assertThat(out.head().header("Content-Length")).contains("5");
        assertThat(async.ends()).containsExactly("complete");
    }

    /** Else whoever sends until the end would get a reset in place of the response (RFC 9112, 9.6). */
    @Test
    void callerWhoStillSendsIsReadBeforeTheConnectionIsClosed() throws IOException {
        FakeAsync async = begin("POST", 5, "refused");
        out.takeAll();
        assertThat(out.text()).isEqualTo("refused");
        assertThat(out.head().header("Connection")).contains("close");
        assertThat(out.head().header("Content-Length"))
                .as("after which Tomcat reads no more")
                .isEmpty();
        assertThat(out.head().header("Trailers")).contains("none");
        assertThat(async.ends()).isEmpty();
        body.arrive("hello");
        assertThat(async.ends()).containsExactly("complete");
    }

    @Test
    void connectionIsKeptIfTheRestComesBeforeTheHeadIsWritten() throws IOException {
        FakeAsync async = begin("POST", 5, "refused");
        body.arrive("hello");
        assertThat(async.ends()).isEmpty();
        out.takeAll();
        assertThat(out.head().header("Connection")).isEmpty();
        assertThat(out.head().header("Content-Length")).contains("7");
        assertThat(async.ends()).containsExactly("complete");
    }

    @Test
    void callerWhoSendsNothingMoreIsNotWaitedFor() throws IOException {
        FakeAsync async = begin("POST", 5, "refused");
        out.takeAll();
        time.advance(Duration.ofSeconds(1));
        assertThat(async.ends()).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(async.ends()).containsExactly("complete");
    }

    @Test
    void requestIsLeftToTheServerThatCanNotWrite() throws IOException {
        FakeAsync async = begin("GET", 0, TEXT);
        out.take(1);
        out.breakOff();
        out.take(1);
        assertThat(async.ends()).isEmpty();
        time.advance(Duration.ofSeconds(2).plusNanos(1));
        assertThat(async.ends()).containsExactly("complete");
    }
}
