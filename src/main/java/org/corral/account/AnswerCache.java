package org.corral.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.corral.storage.Database;
import org.corral.storage.StorageUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * Caches what the database says under a name. While it is away, an answer counts for longer, unless this node has heard of
 * a change before: what is forgotten here does not come back without the database. Thread-safe.
 */
final class AnswerCache<V> {
    private static final int MOST = 100_000;

    private final Database database;
    private final Function<V, Duration> freshFor;
    private final Duration grace;
    private final Function<String, V> read;
    private final Cache<String, Answer<V>> answers = Caffeine.newBuilder()
            .maximumSize(MOST)
            // In the caller's thread: one of the common pool would keep a stopped web application in memory.
            .executor(Runnable::run)
            .build();

    /** How often answers of any name were forgotten. It grows before they are looked for. */
    private final AtomicLong forgotten = new AtomicLong();

    private record Answer<V>(V value, long readAt) {}

    /**
     * @param freshFor for how long an answer counts; after it the next caller asks the database
     * @param grace for how long, after this node last knew all changes, an answer counts while the database is away
     * @param read blocks for the database
     */
    AnswerCache(Database database, Function<V, Duration> freshFor, Duration grace, Function<String, V> read) {
        this.database = database;
        this.freshFor = freshFor;
        this.grace = grace;
        this.read = read;
    }

    /** @throws StorageUnavailableException if the database is away, and no answer counts */
    V get(String name) {
        Optional<Answer<V>> known = Optional.ofNullable(answers.getIfPresent(name));
        if (known.filter(this::isFresh).isPresent()) {
            return known.get().value();
        }
        try {
            return keep(name, (same, now) -> now != null && isFresh(now) ? now : read(same));
        } catch (StorageUnavailableException e) {
            // Looked up again, since a change may have been heard of meanwhile.
            Optional<Answer<V>> old = Optional.ofNullable(answers.getIfPresent(name));
            if (old.isPresent() && database.caughtUpWithin(grace)) {
                return old.get().value();
            }
            throw e;
        }
    }

    /** Asks the database, whatever is known. */
    V getAgain(String name) {
        return keep(name, (same, now) -> read(same));
    }

    private V keep(String name, BiFunction<String, @Nullable Answer<V>, Answer<V>> asked) {
        long before = forgotten.get();
        V value = answers.asMap().compute(name, asked).value();
        if (forgotten.get() != before) {
            // Those who forget do not find an answer that is being read for the first time.
            answers.invalidate(name);
        }
        return value;
    }

    private Answer<V> read(String name) {
        // Read before the query, so that an answer never counts for longer than it should.
        long now = database.clock().nanos();
        return new Answer<>(read.apply(name), now);
    }

    private boolean isFresh(Answer<V> answer) {
        return database.clock().nanos() - answer.readAt()
                < freshFor.apply(answer.value()).toNanos();
    }

    void forget(String name) {
        answers.invalidate(name);
    }

    void forgetAll() {
        forgotten.incrementAndGet();
        answers.invalidateAll();
    }

    void forgetIf(Predicate<V> matches) {
        forgotten.incrementAndGet();
        answers.asMap().values().removeIf(answer -> matches.test(answer.value()));
    }
}
