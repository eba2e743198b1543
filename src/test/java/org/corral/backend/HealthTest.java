package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final long SECOND = 1_000_000_000L;

    /** Times of {@link System#nanoTime()} may be about to overflow. */
    private static final long START = Long.MAX_VALUE - 3 * SECOND;

    private final Health health = new Health(3, Duration.ofSeconds(10), Duration.ofSeconds(30), START);

    @Test
    void threeFailuresWithinTheWindowAreTooMany() {
        health.failed("a", START);
        health.failed("b", after(1));
        assertThat(health.isUp()).isTrue();
        health.failed("c", after(9));
        assertThat(health.isUp()).isFalse();
        assertThat(health.lastError()).isEqualTo("c");
        assertThat(health.lasts(after(12))).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatIsAsOldAsTheWindowCountsNoMore() {
        health.failed("a", START);
        health.failed("b", after(1));
        health.failed("c", after(10));
        assertThat(health.isUp()).isTrue();
        health.failed("d", after(10) + 1);
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void anAnswerBringsItBackAndFailuresBeforeAreForgotten() {
        health.down("status 500", START);
        health.answered(after(1));
        assertThat(health.isUp()).isTrue();
        health.failed("a", after(2));
        health.failed("b", after(2));
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void answersInBetweenForgiveNothing() {
        health.failed("a", START);
        health.answered(START);
        health.failed("b", START);
        health.answered(START);
        health.failed("c", START);
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void whoHasJustComeBackGetsATenthOfItsShareAndAllOfItInTime() {
        assertThat(health.share(START)).isEqualTo(1);
        health.down("status 500", START);
        health.answered(after(1));
        assertThat(health.share(after(1))).isEqualTo(0.1);
        assertThat(health.share(after(16))).isEqualTo(0.5);
        assertThat(health.share(after(31))).isEqualTo(1);
    }

    private static long after(int seconds) {
        long start = START;
        return start + seconds * SECOND;
    }
}
