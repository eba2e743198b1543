package org.corral.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Those who work, each on a thread of its own, until the time is over. */
final class Crew {
    private static final int TOO_MANY_FAULTS = 1000;

    /** Makes one worker's work; each worker has its own. */
    interface Training {
        Work learn() throws IOException;
    }

    private record Hand(String kind, Work work) {}

    private final List<Hand> hands = new ArrayList<>();

    /** So many who do the same. */
    Crew add(String kind, int many, Training training) {
        try {
            for (int i = 0; i < many; i++) {
                hands.add(new Hand(kind, training.learn()));
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(kind, e);
        }
    }

    /** Returns when the time is over and everybody has finished what they were at. */
    void work(Duration time, Tally tally) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (Hand hand : hands) {
            tally.expect(hand.kind());
            Thread thread = new Thread(() -> toil(hand, over, tally), hand.kind());
            threads.add(thread);
            thread.start();
        }
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end && tally.faults() < TOO_MANY_FAULTS) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        over.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void toil(Hand hand, CountDownLatch over, Tally tally) {
        while (over.getCount() > 0) {
            try {
                tally.count(hand.kind(), hand.work().once());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Exception | AssertionError e) {
                tally.fault(hand.kind() + ": " + e);
            }
        }
    }
}
