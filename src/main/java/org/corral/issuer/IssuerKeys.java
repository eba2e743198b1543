package org.corral.issuer;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.JsonWebKey;

/**
 * The issuer's keys, fetched by a thread of their own every few minutes, and in between when a token names one that is not
 * known. While the issuer is away, the keys that were fetched last stay.
 */
final class IssuerKeys implements AutoCloseable {
    /**
     * Anybody can send tokens with made-up key ids; they cause no more requests to the issuer than this interval permits.
     */
    static final Duration FLOOR = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(IssuerKeys.class.getName());
    private static final Duration EVERY = Duration.ofMinutes(5);
    private static final Duration FIRST_FLOOR = Duration.ofSeconds(1);
    /** The longest wait of a caller for an issuer that hangs, since each caller who waits holds a thread of the server. */
    private static final Duration WAIT = Duration.ofSeconds(2);

    private static final Duration LAST_FETCH = KeySource.TIMEOUTS.multipliedBy(2);

    private final KeySource source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "corral-issuer-keys");
    private volatile KeyList keys = KeyList.NONE;
    private volatile Instant triedAt = Instant.EPOCH;
    private volatile boolean away;

    IssuerKeys(KeySource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        boolean open = true;
        while (open) {
            tryToRefresh();
            open = pause(away ? FLOOR : EVERY);
        }
    }

    private void tryToRefresh() {
        try {
            refresh();
        } catch (RuntimeException | Error e) {
            // Errors are caught too: without this thread no withdrawal of a key would be seen.
            away = true;
        }
    }

    private boolean pause(Duration length) {
        try {
            return !closed.await(length.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** The known keys; another object after each change. */
    KeyList known() {
        return keys;
    }

    /** Empty if the issuer has no such key; blocks while the issuer is asked. */
    Optional<JsonWebKey> find(Optional<String> id, String algorithm) throws KeysUnavailableException {
        KeyList before = keys;
        Optional<JsonWebKey> found = before.find(id, algorithm);
        if (found.isEmpty()) {
            askOnce(before);
            found = keys.find(id, algorithm);
        }
        if (keys.isEmpty()) {
            throw new KeysUnavailableException();
        }
        return found;
    }

    /** Threads that ask at the same time wait for the same answer. */
    private void askOnce(KeyList before) {
        try {
            if (!fetching.tryLock(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        try {
            Duration floor = before.isEmpty() ? FIRST_FLOOR : FLOOR;
            if (keys.equals(before) && !clock.instant().isBefore(triedAt.plus(floor))) {
                fetch();
            }
        } finally {
            fetching.unlock();
        }
    }

    void refresh() {
        fetching.lock();
        try {
            fetch();
        } finally {
            fetching.unlock();
        }
    }

    private void fetch() {
        try {
            keys = KeyList.parse(source.fetch());
            away = false;
        } catch (IOException | RuntimeException e) {
            // Logged once, until a fetch succeeds.
            LOG.log(
                    away ? Level.DEBUG : Level.WARNING,
                    "The issuer''s keys could not be fetched ({0}); those known before stay.",
                    e.getMessage());
            away = true;
        }
        triedAt = clock.instant();
    }

    /** Waits for a fetch that is running. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(LAST_FETCH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
