package org.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who is let through to the database, and who is refused at once; in virtual time. */
class OutageTest {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private final SQLException refused = new SQLException("no connection", "08001");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Outage outage = new Outage(nanos::get, CONNECT_TIMEOUT);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private void fail(Exception failure) throws SQLException {
        outage.begins();
        outage.failed(failure);
    }

    @Test
    void afterAFailureToConnectEverybodyIsRefusedAtOnce() throws SQLException {
        outage.admit();
        fail(refused);

        assertThatThrownBy(outage::admit).isInstanceOf(StorageUnavailableException.class);
        assertThatThrownBy(outage::begins).isInstanceOf(SQLException.class);
        pass(Duration.ofDays(1));
        assertThatThrownBy(outage::admit).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void thePoolFindsOutForAll() {
        outage.connectionFailed(new RuntimeException(new SQLException("starting up", "57P03")));

        assertThatThrownBy(outage::admit).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void aPoolWithoutAFreeConnectionIsNoOutage() throws SQLException {
        fail(new SQLTransientConnectionException("timed out"));
        fail(new SQLException("too many connections", "53300"));

        assertThatCode(outage::admit).doesNotThrowAnyException();
    }

    @Test
    void theThreadThatCatchesUpMayTryAndOpensTheWayForAll() throws Exception {
        fail(refused);
        pass(Duration.ofSeconds(20));

        outage.catchUp(() -> {
            outage.admit();
            beginAndConnect();
            assertThat(refusedElsewhere()).isTrue();
        });

        assertThatCode(outage::admit).doesNotThrowAnyException();
        assertThatCode(outage::begins).doesNotThrowAnyException();
    }

    private void beginAndConnect() {
        try {
            outage.begins();
            outage.connected();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private boolean refusedElsewhere() {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> admitted = other.submit(outage::admit);
            admitted.get(20, TimeUnit.SECONDS);
            return false;
        } catch (Exception e) {
            return e.getCause() instanceof StorageUnavailableException;
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void whoCouldNotCatchUpOpensNothing() throws SQLException {
        fail(refused);
        pass(Duration.ofSeconds(1));

        assertThatThrownBy(() -> outage.catchUp(() -> {
                    throw new StorageUnavailableException();
                }))
                .isInstanceOf(StorageUnavailableException.class);
        outage.catchUp(outage::noteFailure);

        assertThatThrownBy(outage::admit).isInstanceOf(StorageUnavailableException.class);
        assertThat(outage.caughtUpWithin(Duration.ofSeconds(1))).isFalse();
        outage.catchUp(() -> {});
        assertThatCode(outage::admit).doesNotThrowAnyException();
        assertThat(outage.caughtUpWithin(Duration.ofNanos(1))).isTrue();
    }

    /** What was changed while it read may be missing. */
    @Test
    void whoHasCaughtUpKnowsWhatWasWhenTheyBegan() {
        outage.catchUp(() -> pass(Duration.ofSeconds(10)));

        assertThat(outage.caughtUpWithin(Duration.ofSeconds(10))).isFalse();
        assertThat(outage.caughtUpWithin(Duration.ofSeconds(10).plusNanos(1))).isTrue();
    }

    @Test
    void twoThreadsDoNotCatchUpAtOnce() throws Exception {
        CountDownLatch within = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> first = other.submit(() -> outage.catchUp(() -> {
                within.countDown();
                await(go);
            }));
            assertThat(within.await(20, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> outage.catchUp(() -> {})).isInstanceOf(IllegalStateException.class);
            go.countDown();
            first.get(20, TimeUnit.SECONDS);
        } finally {
            go.countDown();
            other.shutdownNow();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing refuses a connection where packets vanish. */
    @Test
    void nobodyJoinsThoseWhoWaitInVain() throws SQLException {
        outage.begins();
        pass(CONNECT_TIMEOUT.dividedBy(2));
        // Exactly half of the time: still let through.
        outage.begins();
        pass(Duration.ofNanos(1));

        assertThatThrownBy(outage::begins).isInstanceOf(SQLException.class);
        assertThatThrownBy(outage::admit).isInstanceOf(StorageUnavailableException.class);
    }

    @Test
    void aSlowDatabaseThatGivesConnectionsIsThere() throws SQLException {
        outage.begins();
        for (int i = 0; i < 10; i++) {
            outage.begins();
            pass(CONNECT_TIMEOUT.dividedBy(2));
            outage.connected();
        }
        outage.connected();
        pass(Duration.ofHours(1));

        assertThatCode(outage::begins).doesNotThrowAnyException();
    }
}
