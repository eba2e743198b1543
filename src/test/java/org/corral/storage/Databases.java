package org.corral.storage;

import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.corral.settings.Jdbc;
import org.corral.settings.Secret;
import org.corral.settings.StorageSettings;

/** What the tests begin with, and how they look at the outcome. */
final class Databases {
    private Databases() {}

    static StorageSettings embedded(Path data) {
        return new StorageSettings(data, ServerSource.DEFAULT_NAME, Optional.empty(), 4, Duration.ofSeconds(2));
    }

    static StorageSettings jdbc(String url, String user, String password) {
        return jdbc(url, user, password, Duration.ofSeconds(2));
    }

    /** @param timeouts how long a connection is waited for */
    static StorageSettings jdbc(String url, String user, String password, Duration timeouts) {
        return at(new Jdbc(url, Optional.of(user), Optional.of(new Secret(password))), timeouts);
    }

    static StorageSettings at(Jdbc jdbc) {
        return at(jdbc, Duration.ofSeconds(2));
    }

    private static StorageSettings at(Jdbc jdbc, Duration timeouts) {
        return new StorageSettings(
                Path.of("unused").toAbsolutePath(), ServerSource.DEFAULT_NAME, Optional.of(jdbc), 4, timeouts);
    }

    static long count(Database database, String table) {
        return database.read(entities -> ((Number) entities.createNativeQuery("SELECT COUNT(*) FROM " + table)
                        .getSingleResult())
                .longValue());
    }

    static void insert(Database database, String id, String slot) {
        database.write(entities -> insert(entities, id, slot));
    }

    static int insert(EntityManager entities, String id, String slot) {
        return entities.createNativeQuery("INSERT INTO corral_signing_key"
                        + " (id, algorithm, slot, material, created_at, signs_from, longest_lifetime, version)"
                        + " VALUES ('" + id + "', 'x', '" + slot + "', 'x', 0, 0, 0, 1)")
                .executeUpdate();
    }

    /** Whichever there is: those of the features are their own business. */
    static Class<?> anEntity(EntityManager entities) {
        return entities.getMetamodel().getEntities().iterator().next().getJavaType();
    }

    static List<String> newThreads(Set<Thread> before) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && !before.contains(thread))
                .map(Thread::getName)
                .collect(Collectors.toList());
    }
}
