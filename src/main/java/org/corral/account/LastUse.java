package org.corral.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;
import org.corral.storage.StorageUnavailableException;

/** Notes when a key or a session was used: the first time, and then at most once a minute. */
final class LastUse {
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int REMEMBERED = 100_000;

    private final Database database;
    private final String entity;
    private final Clock clock;
    /** The ids that were written within the last minute. */
    private final Cache<String, Boolean> written = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(PAUSE)
            .executor(Runnable::run)
            .build();

    /** @param entity whose {@code lastUsedAt} is written */
    LastUse(Database database, String entity, Clock clock) {
        this.database = database;
        this.entity = entity;
        this.clock = clock;
    }

    void note(String id) {
        if (written.asMap().putIfAbsent(id, true) != null) {
            return;
        }
        try {
            database.write(entities -> write(entities, id));
        } catch (ConflictException | StorageUnavailableException e) {
            // This is no reason to refuse a request: the next use after a minute tries again.
            return;
        }
    }

    /** Writes nothing if another node has written within the minute. */
    private int write(EntityManager entities, String id) {
        long now = clock.millis();
        return entities.createQuery("update " + entity + " k set k.lastUsedAt = :now"
                        + " where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt <= :before)")
                .setParameter("now", now)
                .setParameter("id", id)
                .setParameter("before", now - PAUSE.toMillis())
                .executeUpdate();
    }
}
