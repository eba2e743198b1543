package org.corral.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.corral.storage.StorageUnavailableException;
import org.corral.storage.SwitchedDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A right is revoked while somebody reads that it is there: what they have read must not outlive the news. */
@Tag("storage")
@Timeout(60)
class AnswerCacheTest {
    private static final String NAME = "key";
    private static final Set<Thread.State> WAITS = EnumSet.of(Thread.State.BLOCKED, Thread.State.WAITING);

    @TempDir
    Path folder;

    private volatile Runnable whileReading = () -> {};
    private SwitchedDatabase switched;
    private AnswerCache<String> cache;

    @BeforeEach
    void open() throws Exception {
        switched = SwitchedDatabase.open(folder);
        // Nothing counts as fresh, so that the answers below come from the grace alone.
        cache = new AnswerCache<>(switched.database(), value -> Duration.ZERO, Duration.ofMinutes(5), name -> read());
    }

    @AfterEach
    void close() throws Exception {
        switched.database().close();
        switched.elsewhere().close();
        switched.close();
    }

    private String read() {
        switched.database().ping();
        whileReading.run();
        return "good";
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Consumer<AnswerCache<String>>> waysToForget() {
        return Stream.of(
                cache -> cache.forget(NAME), cache -> cache.forgetIf(value -> true), cache -> cache.forgetAll());
    }

    @ParameterizedTest
    @MethodSource("waysToForget")
    void firstAnswerThatIsBeingReadIsForgotten(Consumer<AnswerCache<String>> forget) throws Exception {
        revokedWhileSomebodyReads(forget);
        assertThatThrownBy(() -> cache.get(NAME)).isInstanceOf(StorageUnavailableException.class);
    }

    @ParameterizedTest
    @MethodSource("waysToForget")
    void answerThatIsBeingReadAgainIsForgotten(Consumer<AnswerCache<String>> forget) throws Exception {
        assertThat(cache.get(NAME)).isEqualTo("good");
        revokedWhileSomebodyReads(forget);
        assertThatThrownBy(() -> cache.get(NAME)).isInstanceOf(StorageUnavailableException.class);
    }

    /** Afterwards the database is away. */
    private void revokedWhileSomebodyReads(Consumer<AnswerCache<String>> forget) throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        whileReading = () -> {
            reading.countDown();
            await(more);
        };
        CompletableFuture<String> asking = CompletableFuture.supplyAsync(() -> cache.get(NAME));
        await(reading);
        Thread news = new Thread(() -> forget.accept(cache));
        news.start();
        while (news.isAlive() && !WAITS.contains(news.getState())) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        more.countDown();
        asking.get(30, TimeUnit.SECONDS);
        news.join();
        switched.goAway();
    }
}
