package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

    /** Else a node that was once short of memory would never hear again what others revoke. */
    @Test
    void whateverABeatThrowsTheNextOneComes() throws Exception {
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>(List.of(
                new OutOfMemoryError("of a test"),
                new IllegalStateException("of a test"),
                new StackOverflowError("of a test"),
                new AssertionError("of a test")));
        CountDownLatch well = new CountDownLatch(2);
        Runnable beat = () -> {
            Throwable failure = failures.poll();
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            well.countDown();
        };
        try (PeriodicTask periodicTask = PeriodicTask.start("test-pulse", Duration.ofMillis(1), "A test fails", beat)) {
            assertThat(periodicTask).isNotNull();
            assertThat(well.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(failures).isEmpty();
    }
}
