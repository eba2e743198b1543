package org.corral.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.corral.timing.ManualClock;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualClock clock = new ManualClock();
    private final Health health = new Health(3, Duration.ofSeconds(10), Duration.ofSeconds(30), clock);

    @Test
    void threeFailuresWithinTheWindowAreTooMany() {
        health.failed("a");
        clock.advance(SECOND);
        health.failed("b");
        assertThat(health.isUp()).isTrue();
        clock.advance(Duration.ofSeconds(8));
        health.failed("c");
        assertThat(health.isUp()).isFalse();
        assertThat(health.lastError()).isEqualTo("c");
        clock.advance(Duration.ofSeconds(3));
        assertThat(health.lasts()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void whatIsAsOldAsTheWindowCountsNoMore() {
        health.failed("a");
        clock.advance(SECOND);
        health.failed("b");
        clock.advance(Duration.ofSeconds(9));
        health.failed("c");
        assertThat(health.isUp()).isTrue();
        clock.advance(Duration.ofNanos(1));
        health.failed("d");
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void anAnswerBringsItBackAndFailuresBeforeAreForgotten() {
        health.down("status 500");
        clock.advance(SECOND);
        health.answered();
        assertThat(health.isUp()).isTrue();
        clock.advance(SECOND);
        health.failed("a");
        health.failed("b");
        assertThat(health.isUp()).isTrue();
    }

    @Test
    void answersInBetweenForgiveNothing() {
        health.failed("a");
        health.answered();
        health.failed("b");
        health.answered();
        health.failed("c");
        assertThat(health.isUp()).isFalse();
    }

    @Test
    void aServerThatHasJustComeBackGetsATenthOfItsShareAndAllOfItInTime() {
        assertThat(share()).isEqualTo(1);
        health.down("status 500");
        clock.advance(SECOND);
        health.answered();
        assertThat(share()).isEqualTo(0.1);
        clock.advance(Duration.ofSeconds(15));
        assertThat(share()).isEqualTo(0.5);
        clock.advance(Duration.ofSeconds(15));
        assertThat(share()).isEqualTo(1);
    }

    private double share() {
        return health.share(clock.nanos());
    }
}
