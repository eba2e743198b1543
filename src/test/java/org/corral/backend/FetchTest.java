package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.corral.timing.ManualTicker;
import org.corral.upstream.Failure;
import org.corral.upstream.RequestControl;
import org.corral.upstream.ResponseHead;
import org.corral.upstream.ResponseListener;
import org.junit.jupiter.api.Test;

class FetchTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final ManualTicker time = new ManualTicker();
    private final List<FetchResult> results = new ArrayList<>();
    private final List<ResponseListener> sent = new ArrayList<>();
    private final Carrier carrier = new Carrier();

    /** A connection that is told to close. */
    private static final class Carrier implements RequestControl {
        private final List<ResponseListener> aborted = new ArrayList<>();

        @Override
        public void abort(ResponseListener given) {
            aborted.add(given);
        }

        @Override
        public void pause(ResponseListener given) {
            throw new UnsupportedOperationException("pause");
        }

        @Override
        public void resume(ResponseListener given) {
            throw new UnsupportedOperationException("resume");
        }

        @Override
        public void bodyGrew() {
            throw new UnsupportedOperationException("bodyGrew");
        }
    }

    private ResponseListener fetch() {
        Fetch.from(sent::add, "/api/tags", 10, TIMEOUT, time.ticker(), results::add);
        return sent.get(0);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void responseIsGivenAsAWhole() {
        ResponseListener fetch = fetch();
        assertThat(fetch.request().target()).isEqualTo("/api/tags");
        fetch.carriedBy(carrier);
        fetch.head(new ResponseHead(200, 1, List.of()));
        fetch.body(bytes("hello"));
        fetch.body(bytes("hello"));
        assertThat(results).isEmpty();
        fetch.end();
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.isOk()).isTrue();
            assertThat(result.body()).isEqualTo("hellohello");
        });
        time.advance(TIMEOUT.multipliedBy(2));
        assertThat(results).hasSize(1);
        assertThat(carrier.aborted).isEmpty();
    }

    @Test
    void statusOtherThan200IsNotWhatWasWanted() {
        ResponseListener fetch = fetch();
        fetch.head(new ResponseHead(204, 1, List.of()));
        fetch.end();
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.isOk()).isFalse();
            assertThat(result.head()).isPresent();
        });
    }

    @Test
    void responseThatDoesNotComeInTimeIsGivenUp() {
        ResponseListener fetch = fetch();
        fetch.carriedBy(carrier);
        fetch.head(new ResponseHead(200, 1, List.of()));
        time.advance(TIMEOUT); // exactly the time-out: not yet
        assertThat(results).isEmpty();
        time.advance(Duration.ofNanos(1));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.isOk()).isFalse();
            assertThat(result.head()).isEmpty();
            assertThat(result.failure()).isNotEmpty();
        });
        assertThat(carrier.aborted).containsExactly(fetch);
        fetch.end();
        fetch.failed(Failure.CUT);
        assertThat(results).hasSize(1);
    }

    /** The time runs while a connection comes about; what carries it too late is closed. */
    @Test
    void connectionThatComesTooLateIsClosed() {
        ResponseListener fetch = fetch();
        time.advance(TIMEOUT.plusNanos(1));
        assertThat(results).hasSize(1);
        fetch.carriedBy(carrier);
        assertThat(carrier.aborted).containsExactly(fetch);
    }

    @Test
    void responseThatIsTooLargeIsGivenUp() {
        ResponseListener fetch = fetch();
        fetch.carriedBy(carrier);
        fetch.head(new ResponseHead(200, 1, List.of()));
        fetch.body(bytes("0123456789"));
        assertThat(results).isEmpty();
        fetch.body(bytes("x"));
        assertThat(results).singleElement().satisfies(result -> assertThat(result.head())
                .isEmpty());
        assertThat(carrier.aborted).containsExactly(fetch);
    }

    @Test
    void failureIsTold() {
        fetch().failed(Failure.UNREACHABLE);
        assertThat(results).singleElement().satisfies(result -> assertThat(result.failure())
                .isEqualTo(Failure.UNREACHABLE.text()));
    }
}
