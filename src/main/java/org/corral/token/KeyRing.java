package org.corral.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.corral.settings.TokenSettings;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign and verify, as the database has them. May be used from any number of threads; now and then one of
 * them reads the table again, since another node may have changed the signing key.
 */
public final class KeyRing {
    private static final System.Logger LOG = System.getLogger(KeyRing.class.getName());
    private static final int TRIES = 5;
    private static final Duration BELIEVED_FOR = Duration.ofMinutes(1);
    // Anybody can send a token with a key id of his fancy; this is all the work that it makes.
    private static final Duration UNKNOWN_BELIEVED_FOR = Duration.ofSeconds(1);

    private final Database database;
    private final KeyVault vault;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Keys keys;

    private KeyRing(Database database, KeyVault vault, Clock clock, Keys keys) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
        this.keys = keys;
    }

    /** What was read from the database at one time. */
    private record Keys(RingKey active, Map<String, RingKey> byId, Instant readAt) {
        Keys seenAgain(Instant now) {
            return new Keys(active, byId, now);
        }
    }

    /** Makes the first key, or a new one when the algorithm was changed; blocks. */
    public static KeyRing open(Database database, TokenSettings settings, Clock clock) throws KeyRingException {
        KeyVault vault = new KeyVault(settings.secret());
        // A wrong secret must be noticed before anything is written.
        read(database, vault, clock.instant(), Map.of());
        settle(database, new KeyRows(vault, settings), clock);
        if (settings.secret().isEmpty() && !database.embedded()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The signing keys lie unwrapped in the database: whoever can read it can make tokens."
                            + " Set corral.secret.");
        }
        Keys keys = read(database, vault, clock.instant(), Map.of());
        if (keys == null) {
            throw new KeyRingException(
                    "The signing key vanished from the database while Corral started: start it again.");
        }
        return new KeyRing(database, vault, clock, keys);
    }

    private static void settle(Database database, KeyRows rows, Clock clock) throws KeyRingException {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            try {
                database.<@Nullable Void>write(entities -> {
                    rows.settle(entities, clock.instant());
                    return null;
                });
                return;
            } catch (ConflictException e) {
                // Another node starts as well and was first: look at what it left.
                LOG.log(System.Logger.Level.DEBUG, "another node settles the signing keys");
            }
        }
        throw new KeyRingException("Other nodes keep changing the signing keys: start one node after the other.");
    }

    /** Null when no key is active. Keys that are known already are not unwrapped again. */
    private static @Nullable Keys read(Database database, KeyVault vault, Instant now, Map<String, RingKey> known)
            throws KeyRingException {
        RingKey active = null;
        Map<String, RingKey> byId = new LinkedHashMap<>();
        List<SigningKey> rows = database.read(KeyRows::all);
        for (SigningKey row : rows) {
            RingKey former = known.get(row.id());
            RingKey key = former == null ? vault.open(row) : former.until(row.notAfter());
            byId.put(key.id(), key);
            active = row.active() ? key : active;
        }
        return active == null ? null : new Keys(active, Map.copyOf(byId), now);
    }

    /** The key that signs. */
    RingKey active() {
        return fresh(BELIEVED_FOR).active();
    }

    /** The key of this id, if its tokens are still to be believed. */
    Optional<RingKey> find(String id) {
        RingKey known = keys.byId().get(id);
        RingKey found = known == null ? fresh(UNKNOWN_BELIEVED_FOR).byId().get(id) : known;
        return Optional.ofNullable(found).filter(key -> !key.endedAt(clock.instant()));
    }

    /** All keys that verify. */
    List<RingKey> all() {
        Instant now = clock.instant();
        return fresh(BELIEVED_FOR).byId().values().stream()
                .filter(key -> !key.endedAt(now))
                .toList();
    }

    private Keys fresh(Duration believedFor) {
        Keys current = keys;
        Instant now = clock.instant();
        if (now.isBefore(current.readAt().plus(believedFor)) || !reading.tryLock()) {
            return current;
        }
        try {
            keys = readAgain(current, now);
            return keys;
        } finally {
            reading.unlock();
        }
    }

    /** What was known before, when the database can't be read: nobody is signed out by that. */
    private Keys readAgain(Keys current, Instant now) {
        try {
            Keys read = read(database, vault, now, current.byId());
            return read == null ? current.seenAgain(now) : read;
        } catch (KeyRingException e) {
            LOG.log(System.Logger.Level.WARNING, "The signing keys were changed by another node. " + e.getMessage());
        } catch (RuntimeException e) {
            // Not its message, in which drivers put statements and values.
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The signing keys could not be read again: {0}",
                    e.getClass().getSimpleName());
        }
        return current.seenAgain(now);
    }
}
