package org.corral.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;

final class DatabasePulseTest {
    private final ManualClock clock = new ManualClock();
    private final DatabasePulse pulse = new DatabasePulse(this::ask, clock);
    private boolean away;

    private void ask() {
        if (away) {
            throw new IllegalStateException("away");
        }
    }

    @Test
    void databaseThatAnswersIsThere() {
        assertThat(pulse.isReachable()).isTrue();
        clock.advance(Duration.ofMinutes(1));
        pulse.run();
        assertThat(pulse.isReachable()).isTrue();
    }

    @Test
    void databaseThatRefusesIsAwayAtOnceUntilItAnswers() {
        away = true;
        assertThatThrownBy(pulse::run).hasMessage("away");
        assertThat(pulse.isReachable()).isFalse();

        away = false;
        pulse.run();
        assertThat(pulse.isReachable()).isTrue();
    }

    @Test
    void databaseThatSaysNothingIsAwayAfterAWhile() {
        pulse.run();
        clock.advance(Duration.ofSeconds(6));
        assertThat(pulse.isReachable()).isTrue();
        clock.advanceNanos(1);
        assertThat(pulse.isReachable()).isFalse();
    }
}
