package org.corral.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TickerTest {

    /** Else nothing would time out any more, and nobody would know why. */
    @Test
    void errorOfOneKeepsNobodyFromBeingLookedAt() throws Exception {
        CountDownLatch thrown = new CountDownLatch(2);
        CountDownLatch looks = new CountDownLatch(4);
        try (Ticker ticker = Ticker.start(MonotonicClock.SYSTEM)) {
            ticker.add(now -> {
                thrown.countDown();
                throw new StackOverflowError("of a test");
            });
            ticker.add(now -> looks.countDown());
            assertThat(thrown.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(looks.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }
}
