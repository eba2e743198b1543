package org.corral.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.corral.timing.ManualTicker;
import org.corral.watch.NodeState.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DrainingTest {
    private static final Duration TIME = Duration.ofSeconds(30);
    private static final Duration LAST_LINES = Duration.ofSeconds(3);

    private final NodeState state = new NodeState();
    private final ManualTicker time = new ManualTicker();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private volatile int running = 2;
    private Runnable whileOpening = () -> {};
    private final Draining draining = new Draining(state, new Work(), TIME, time.clock());

    private final class Work implements Draining.Work {
        @Override
        public int count() {
            return running;
        }

        @Override
        public void close() {
            done.add("close");
        }

        @Override
        public void open() {
            whileOpening.run();
            done.add("open");
        }

        @Override
        public void end() {
            done.add("end");
        }
    }

    @BeforeEach
    void start() {
        state.started();
        time.ticker().add(draining);
    }

    @Test
    void whatRunsHasAWhileAndThenEndsOnce() {
        draining.drain();
        assertThat(done).containsExactly("close");

        time.advance(TIME.minusNanos(1));
        assertThat(done).containsExactly("close");
        time.advance(Duration.ofNanos(1));
        time.advance(TIME);
        assertThat(done).containsExactly("close", "end");
        assertThat(draining.state()).isEqualTo(State.DRAINING);
    }

    @Test
    void adminWhoWantsRequestsAgainGetsThem() {
        draining.drain();
        assertThat(draining.resume()).isTrue();
        time.advance(TIME.plus(TIME));
        assertThat(done).containsExactly("close", "open");
        assertThat(draining.state()).isEqualTo(State.READY);

        draining.drain();
        time.advance(TIME);
        assertThat(done).containsExactly("close", "open", "close", "end");
    }

    /** Else requests would wait for their turn, and run on, at a node that takes none. */
    @Test
    void whoeverIsLastDecidesWhetherRequestsAreTaken() throws Exception {
        draining.drain();
        Thread other = new Thread(draining::drain);
        whileOpening = () -> {
            other.start();
            while (other.isAlive() && other.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        };

        draining.resume();
        other.join();

        assertThat(draining.state()).isEqualTo(State.DRAINING);
        assertThat(done).containsExactly("close", "open", "close");
        time.advance(TIME);
        assertThat(done).endsWith("end");
    }

    @Test
    void stopIsOverAtOnceWhenNothingRuns() {
        running = 0;
        draining.stop();
        draining.stop();
        assertThat(draining.state()).isEqualTo(State.STOPPING);
        assertThat(done).containsExactly("close");
    }

    @Test
    void stopLastsUntilTheLastRequestHasFinished() throws Exception {
        CompletableFuture<Void> stop = stopping();
        time.advance(Duration.ofSeconds(1));
        assertThat(stop).isNotDone();

        running = 0;
        time.advance(Duration.ofSeconds(1));
        stop.get(50, TimeUnit.SECONDS);
        assertThat(done).containsExactly("close");
    }

    @Test
    void stopLeavesLastLinesAWhileAndNoMore() throws Exception {
        CompletableFuture<Void> stop = stopping();
        time.advance(TIME.plus(LAST_LINES).minusNanos(1));
        assertThat(done).containsExactly("close", "end");
        assertThat(stop).isNotDone();

        time.advance(Duration.ofNanos(1));
        stop.get(50, TimeUnit.SECONDS);
    }

    @Test
    void stopCountsFromTheDrainBeforeIt() {
        draining.drain();
        time.advance(TIME.plus(LAST_LINES));
        draining.stop();
        assertThat(done).containsExactly("close", "end");
        assertThat(draining.resume()).isFalse();
    }

    /** Returns when the stop has begun. */
    private CompletableFuture<Void> stopping() throws InterruptedException {
        CompletableFuture<Void> stop = CompletableFuture.runAsync(draining::stop);
        while (!stop.isDone() && done.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return stop;
    }
}
