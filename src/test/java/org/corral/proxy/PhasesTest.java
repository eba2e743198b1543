package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.corral.proxy.Phase.DELIVERING;
import static org.corral.proxy.Phase.QUEUED;
import static org.corral.proxy.Phase.RECEIVING;
import static org.corral.proxy.Phase.SETTLED;
import static org.corral.proxy.Phase.STREAMING;
import static org.corral.proxy.Phase.WRITABLE;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PhasesTest {

    /** Every transition that there is, by the name of its method. */
    private enum Transition {
        BODY_READ(Phases::bodyRead),
        SERVER_READY(Phases::serverReady),
        QUEUE(Phases::queued),
        SEND(Phases::sent),
        STREAM(Phases::streaming),
        DELIVER(Phases::delivering),
        FAIL(Phases::fail),
        SETTLE(Phases::settle);

        @SuppressWarnings("ImmutableEnumChecker") // A method reference holds nothing that changes.
        private final Predicate<Phases> tried;

        Transition(Predicate<Phases> tried) {
            this.tried = tried;
        }
    }

    /** The way of a request that meets no obstacle, as far as this phase. */
    private static Phases at(Phase wanted) {
        Phases phases = new Phases();
        if (wanted == WRITABLE) {
            phases.serverReady();
            return phases;
        }
        List<Consumer<Phases>> way = List.of(
                Phases::bodyRead,
                Phases::serverReady,
                Phases::sent,
                Phases::streaming,
                Phases::delivering,
                Phases::settle);
        for (Consumer<Phases> step : way) {
            if (phases.now() != wanted) {
                step.accept(phases);
            }
        }
        assertThat(phases.now()).isEqualTo(wanted);
        return phases;
    }

    /** What each transition does in each phase: the phase afterwards, and whether it has succeeded. */
    @ParameterizedTest
    @CsvSource({
        "RECEIVING, BODY_READ, READ, false",
        "WRITABLE, BODY_READ, QUEUED, true",
        "RECEIVING, SERVER_READY, WRITABLE, false",
        "READ, SERVER_READY, QUEUED, true",
        "QUEUED, QUEUE, QUEUED, true",
        "SENT, QUEUE, QUEUED, true",
        "STREAMING, QUEUE, QUEUED, true",
        "QUEUED, SEND, SENT, true",
        "SENT, SEND, SENT, true",
        "STREAMING, SEND, STREAMING, true",
        "SENT, STREAM, STREAMING, true",
        "QUEUED, DELIVER, DELIVERING, true",
        "SENT, DELIVER, DELIVERING, true",
        "STREAMING, DELIVER, DELIVERING, true"
    })
    void requestGoesOn(Phase from, Transition transition, Phase to, boolean succeeds) {
        Phases phases = at(from);
        assertThat(transition.tried.test(phases)).isEqualTo(succeeds);
        assertThat(phases.now()).isEqualTo(to);
    }

    @ParameterizedTest
    @EnumSource(value = Transition.class, names = "SETTLE", mode = EnumSource.Mode.EXCLUDE)
    void nothingMovesARequestThatIsSettled(Transition transition) {
        Phases phases = at(SETTLED);
        assertThat(transition.tried.test(phases)).isFalse();
        assertThat(phases.now()).isEqualTo(SETTLED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transition.class,
            names = {"QUEUE", "SEND", "STREAM", "DELIVER", "FAIL"})
    void nothingThatOllamaDoesMovesARequestWhoseAnswerIsComplete(Transition transition) {
        Phases phases = at(DELIVERING);
        assertThat(transition.tried.test(phases)).isFalse();
        assertThat(phases.now()).isEqualTo(DELIVERING);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"DELIVERING", "SETTLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyRequestMayFailBeforeItsAnswerIsComplete(Phase from) {
        Phases phases = at(from);
        assertThat(phases.fail()).isTrue();
        assertThat(phases.now()).isEqualTo(SETTLED);
        assertThat(phases.fail()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, names = "SETTLED", mode = EnumSource.Mode.EXCLUDE)
    void everyRequestIsSettledOnce(Phase from) {
        Phases phases = at(from);
        assertThat(phases.settle()).isTrue();
        assertThat(phases.now()).isEqualTo(SETTLED);
        assertThat(phases.settle()).isFalse();
    }

    /** A step that can't be is a mistake of ours, which must not pass in silence. */
    @ParameterizedTest
    @CsvSource({
        "READ, BODY_READ",
        "QUEUED, BODY_READ",
        "STREAMING, BODY_READ",
        "WRITABLE, SERVER_READY",
        "SENT, SERVER_READY",
        "RECEIVING, QUEUE",
        "READ, QUEUE",
        "WRITABLE, QUEUE",
        "RECEIVING, SEND",
        "WRITABLE, SEND",
        "RECEIVING, STREAM",
        "QUEUED, STREAM",
        "STREAMING, STREAM",
        "RECEIVING, DELIVER",
        "READ, DELIVER",
        "WRITABLE, DELIVER"
    })
    void stepThatCanNotBeIsAnError(Phase from, Transition transition) {
        Phases phases = at(from);
        assertThatThrownBy(() -> transition.tried.test(phases))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(from.name());
        assertThat(phases.now()).isEqualTo(from);
    }

    @ParameterizedTest
    @CsvSource({
        "RECEIVING, true, false, false",
        "READ, true, false, false",
        "WRITABLE, true, false, false",
        "QUEUED, true, false, true",
        "SENT, true, true, true",
        "STREAMING, true, true, true",
        "DELIVERING, false, false, true",
        "SETTLED, false, false, false"
    })
    void phaseTellsWhatMayBeExpected(Phase phase, boolean ongoing, boolean carried, boolean underWay) {
        Phases phases = at(phase);
        assertThat(phases.isOngoing()).isEqualTo(ongoing);
        assertThat(phases.isCarried()).isEqualTo(carried);
        assertThat(phases.isUnderWay()).isEqualTo(underWay);
    }

    /** Of those that try at once. */
    @Test
    void oneThreadSettlesARequest() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 1000; round++) {
                Phases phases = at(STREAMING);
                List<Future<Boolean>> tries = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    tries.add(threads.submit(phases::settle));
                    tries.add(threads.submit(phases::fail));
                }
                int settled = 0;
                for (Future<Boolean> each : tries) {
                    settled += each.get() ? 1 : 0;
                }
                assertThat(settled).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Both come at any time, on threads of their own. */
    @Test
    void secondOfBodyAndServerLetsTheRequestGoOn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int round = 0; round < 1000; round++) {
                Phases phases = at(RECEIVING);
                Future<Boolean> body = threads.submit(phases::bodyRead);
                Future<Boolean> server = threads.submit(phases::serverReady);
                assertThat(body.get()).isNotEqualTo(server.get());
                assertThat(phases.now()).isEqualTo(QUEUED);
            }
        } finally {
            threads.shutdown();
        }
    }
}
