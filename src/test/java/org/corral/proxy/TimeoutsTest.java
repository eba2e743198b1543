package org.corral.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.corral.body.BodyReader;
import org.corral.ollama.RouteKind;
import org.corral.settings.TimeoutSettings;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TimeoutsTest {
    private static final Duration FIRST_BYTE = Duration.ofMinutes(10);
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final Duration MANAGE = Duration.ofHours(1);
    private static final Duration UPLOAD = Duration.ofSeconds(30);
    private static final Duration BODY = Duration.ofMinutes(5);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final Body body = new Body();

    /** A body whose caller owes something, or does not. */
    private static final class Body implements InboundBody {
        private OptionalLong owedSince = OptionalLong.empty();
        private OptionalLong lastTaken = OptionalLong.empty();
        private boolean complete = true;

        @Override
        public Optional<BodyReader> reader() {
            return Optional.empty();
        }

        @Override
        public void begin() {}

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public OptionalLong owedSince() {
            return owedSince;
        }

        @Override
        public OptionalLong lastTaken() {
            return lastTaken;
        }

        @Override
        public void close() {}
    }

    private Timeouts timeouts(RouteKind kind) {
        return timeouts(kind, HEARTBEAT);
    }

    private Timeouts timeouts(RouteKind kind, Duration heartbeat) {
        return new Timeouts(new TimeoutSettings(FIRST_BYTE, SILENCE, MANAGE, UPLOAD, BODY, heartbeat), kind, clock);
    }

    /** As long as it may be, then a nanosecond more. */
    private void advanceBeyond(Duration time) {
        clock.advance(time);
        clock.advanceNanos(1);
    }

    // ---- the caller's body

    @Test
    void callerWhoOwesNothingIsNotStalled() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        advanceBeyond(BODY);
        assertThat(timeouts.isCallerStalled(clock.nanos(), body)).isFalse();
    }

    @Test
    void callerIsStalledWhenTheNextByteTakesTooLong() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        body.owedSince = OptionalLong.of(clock.nanos());
        clock.advance(UPLOAD);
        assertThat(timeouts.isCallerStalled(clock.nanos(), body)).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.isCallerStalled(clock.nanos(), body)).isTrue();
    }

    @Test
    void bodyInMemoryMustBeCompleteInTimeHoweverSteadilyItComes() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        clock.advance(BODY);
        body.owedSince = OptionalLong.of(clock.nanos());
        assertThat(timeouts.isCallerStalled(clock.nanos(), body)).isFalse();
        clock.advanceNanos(1);
        body.owedSince = OptionalLong.of(clock.nanos());
        assertThat(timeouts.isCallerStalled(clock.nanos(), body)).isTrue();
    }

    @Test
    void uploadMayTakeAsLongAsItLikesWhileItComes() {
        Timeouts timeouts = timeouts(RouteKind.UPLOAD);
        advanceBeyond(BODY);
        body.owedSince = OptionalLong.of(clock.nanos());
        assertThat(timeouts.isCallerStalled(clock.nanos(), body)).isFalse();
        advanceBeyond(UPLOAD);
        assertThat(timeouts.isCallerStalled(clock.nanos(), body)).isTrue();
    }

    // ---- Ollama's response

    @Test
    void firstByteMayTakeItsTime() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        clock.advance(FIRST_BYTE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, false, false)).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, false, false)).isTrue();
    }

    @Test
    void nextByteMustComeSooner() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        clock.advance(SILENCE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, false)).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, false)).isTrue();
    }

    @Test
    void everyByteStartsTheSilenceAnew() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        clock.advance(SILENCE);
        timeouts.reset();
        clock.advance(SILENCE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, false)).isFalse();
    }

    @Test
    void changesOfModelsMayTakeLongerThanOtherRequests() {
        Timeouts timeouts = timeouts(RouteKind.MANAGE);
        clock.advance(MANAGE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, false)).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, false)).isTrue();
    }

    @Test
    void silenceBeginsWhenTheCallerTakesSomethingAgain() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        advanceBeyond(SILENCE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, true))
                .as("it is the caller who does not take what there is")
                .isFalse();
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, false)).isFalse();
        advanceBeyond(SILENCE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, true, false)).isTrue();
    }

    @Test
    void ollamaIsNotBlamedForACallerWhoOwesTheBody() {
        Timeouts timeouts = timeouts(RouteKind.UPLOAD);
        body.complete = false;
        body.owedSince = OptionalLong.of(clock.nanos());
        advanceBeyond(SILENCE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, false, false)).isFalse();
    }

    @Test
    void ollamaIsSilentIfItTakesNothingOfAnUpload() {
        Timeouts timeouts = timeouts(RouteKind.UPLOAD);
        body.complete = false;
        advanceBeyond(SILENCE);
        body.lastTaken = OptionalLong.of(clock.nanos());
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, false, false)).isFalse();
        advanceBeyond(SILENCE);
        assertThat(timeouts.isOllamaSilent(clock.nanos(), body, false, false)).isTrue();
    }

    // ---- while nothing comes

    @ParameterizedTest
    @EnumSource(RouteKind.class)
    void connectionIsLookedAtOnceASecondOfSilence(RouteKind kind) {
        Timeouts timeouts = timeouts(kind);
        clock.advance(SECOND.minusNanos(1));
        assertThat(timeouts.wantsLook(clock.nanos())).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.wantsLook(clock.nanos())).isTrue();
        assertThat(timeouts.wantsLook(clock.nanos())).as("just now").isFalse();
        clock.advance(SECOND);
        assertThat(timeouts.wantsLook(clock.nanos())).isTrue();
    }

    @Test
    void connectionIsNotLookedAtWhileSomethingComes() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        clock.advance(SECOND);
        timeouts.reset();
        assertThat(timeouts.wantsLook(clock.nanos())).isFalse();
    }

    @Test
    void heartbeatIsDueAfterEachSilenceOfItsLength() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        clock.advance(HEARTBEAT.minusNanos(1));
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isTrue();
        clock.advance(HEARTBEAT.minusNanos(1));
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isTrue();
        timeouts.reset();
        clock.advance(HEARTBEAT.minusNanos(1));
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
    }

    /** A reset answers the first; the second and the third meet it. */
    @Test
    void heartbeatIsRepeatedTwiceWhereTheServerDoesNotTellWhoIsThere() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        timeouts.repeatHeartbeats();
        clock.advance(HEARTBEAT.minusNanos(1));
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
        for (int round = 0; round < 2; round++) {
            clock.advanceNanos(1);
            assertThat(timeouts.wantsHeartbeat(clock.nanos())).isTrue();
            assertThat(timeouts.wantsHeartbeat(clock.nanos())).isTrue();
            assertThat(timeouts.wantsHeartbeat(clock.nanos())).isTrue();
            clock.advance(HEARTBEAT.minusNanos(1));
            assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
        }
    }

    @Test
    void repetitionEndsWhenAByteMoves() {
        Timeouts timeouts = timeouts(RouteKind.ASK);
        timeouts.repeatHeartbeats();
        clock.advance(HEARTBEAT);
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isTrue();
        timeouts.reset();
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
        clock.advance(HEARTBEAT.minusNanos(1));
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
        clock.advanceNanos(1);
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isTrue();
    }

    @Test
    void heartbeatsCanBeSwitchedOff() {
        Timeouts timeouts = timeouts(RouteKind.ASK, Duration.ZERO);
        clock.advance(Duration.ofDays(1));
        assertThat(timeouts.wantsHeartbeat(clock.nanos())).isFalse();
    }
}
