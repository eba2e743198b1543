package org.corral.token;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.corral.settings.KeySettings;
import org.corral.settings.TokenSettings;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;
import org.corral.storage.PeriodicTask;
import org.jose4j.jwk.JsonWebKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys that sign and verify, as the database has them. May be used from any number of threads; now and then one of
 * them reads the table again, since another node may have changed it.
 */
public final class KeyRing {
    private static final System.Logger LOG = System.getLogger(KeyRing.class.getName());
    private static final int TRIES = 5;
    // The rotation reads once a second; this interval counts where the rotation does not run.
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(2);
    // Anybody can send tokens with made-up key ids; they cause no more queries than this interval permits.
    private static final Duration UNKNOWN_BELIEVED_FOR = Duration.ofSeconds(1);

    private final Database database;
    private final KeyVault vault;
    private final KeyRows rows;
    private final KeySettings settings;
    private final Clock clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile KnownKeys keys;
    private volatile boolean readable = true;

    private KeyRing(
            Database database, KeyVault vault, KeyRows rows, KeySettings settings, Clock clock, KnownKeys keys) {
        this.database = database;
        this.vault = vault;
        this.rows = rows;
        this.settings = settings;
        this.clock = clock;
        this.keys = keys;
    }

    /** For tokens with the lifetime of the settings. */
    public static KeyRing open(Database database, TokenSettings tokens, KeySettings settings, Clock clock)
            throws KeyRingException {
        return open(database, tokens, tokens::lifetime, settings, clock);
    }

    /**
     * Makes the first key, or a new one if the algorithm was changed; blocks.
     *
     * @param lifetime of tokens that are issued at this moment; zero for tokens without an end
     */
    public static KeyRing open(
            Database database, TokenSettings tokens, Supplier<Duration> lifetime, KeySettings settings, Clock clock)
            throws KeyRingException {
        KeyVault vault = new KeyVault(tokens.secret(), settings.formerSecret());
        KeyRows rows = new KeyRows(vault, tokens, lifetime, settings);
        // A wrong secret must be noticed before anything is written.
        Optional<KnownKeys> before = read(database, vault, clock.instant(), Map.of());
        try {
            inTurn(database, entities -> rows.settle(entities, clock.instant()));
        } catch (ConflictException e) {
            throw new KeyRingException("Other nodes keep changing the signing keys: start one node after the other.");
        }
        if (tokens.secret().isEmpty() && !database.embedded()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The signing keys lie unwrapped in the database: whoever can read it can make tokens."
                            + " Set corral.secret.");
        }
        KnownKeys keys = read(
                        database,
                        vault,
                        clock.instant(),
                        before.map(KnownKeys::byId).orElse(Map.of()))
                .orElseThrow(() -> new KeyRingException(
                        "The signing key vanished from the database while Corral started: start it again."));
        return new KeyRing(database, vault, rows, settings, clock, keys);
    }

    /** @throws ConflictException if other nodes change the keys at the same time again and again */
    private static void inTurn(Database database, Consumer<EntityManager> change) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                database.<@Nullable Void>write(entities -> {
                    change.accept(entities);
                    return null;
                });
                return;
            } catch (ConflictException e) {
                // Another node changes the keys at the same time: the next try reads what it has written.
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    /** Empty if no key may sign. Keys that are known already are not unwrapped again. */
    private static Optional<KnownKeys> read(Database database, KeyVault vault, Instant now, Map<String, RingKey> known)
            throws KeyRingException {
        List<RingKey> read = new ArrayList<>();
        List<SigningKey> rows = database.read(KeyRows::all);
        for (SigningKey row : rows) {
            RingKey before = known.get(row.id());
            read.add(before == null ? vault.open(row) : before.living(KeyLife.of(row)));
        }
        return KnownKeys.of(read, now);
    }

    /** The key that signs now. */
    RingKey active() {
        return fresh(BELIEVED_FOR).signer(clock.instant());
    }

    /** The key with this id, if its tokens are still valid. */
    Optional<RingKey> find(String id) {
        RingKey known = keys.byId().get(id);
        RingKey found = known == null ? fresh(UNKNOWN_BELIEVED_FOR).byId().get(id) : known;
        return Optional.ofNullable(found).filter(key -> !key.life().endedAt(clock.instant()));
    }

    /** All keys that verify. */
    List<RingKey> all() {
        Instant now = clock.instant();
        return fresh(BELIEVED_FOR).byId().values().stream()
                .filter(key -> !key.life().endedAt(now))
                .toList();
    }

    /** How long a list of the keys may be cached: no key that is missing in it signs within that time. */
    Duration listBelievedFor() {
        return settings.publishAhead();
    }

    /** All keys that verify, the oldest first. */
    public List<KeyState> states() {
        KnownKeys known = fresh(BELIEVED_FOR);
        Instant now = clock.instant();
        return all().stream().map(key -> KeyState.of(key, known, now)).toList();
    }

    /**
     * Publishes a new key, which signs from a later time on; blocks. If a new key is waiting already, it returns this key.
     */
    public KeyState rotate() {
        boolean another = keys.next(clock.instant()).isEmpty();
        if (another) {
            JsonWebKey key = rows.newKey();
            change((entities, time) -> rows.announce(entities, key, time));
        }
        Instant now = clock.instant();
        KnownKeys known = keys;
        KeyState next = KeyState.of(known.next(now).orElseGet(() -> known.signer(now)), known, now);
        if (another) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The signing key {0} is published; it signs from {1} on.",
                    next.id(),
                    next.signsFrom());
        }
        return next;
    }

    /**
     * To be called before tokens with this lifetime are issued: makes the keys that sign verify for long enough. Blocks.
     *
     * @param life zero for tokens without an end
     */
    public void cover(Duration life) {
        change((entities, time) -> rows.cover(entities, life));
    }

    /** Reads and rotates the keys once a second, until it is closed, so that all nodes follow each other. */
    public PeriodicTask startRotation() {
        return PeriodicTask.start(
                "corral-key-rotation", Duration.ofSeconds(1), "The signing keys could not be changed", this::tend);
    }

    /** Reads the changes of other nodes, and makes those that are due; blocks. */
    void tend() {
        KnownKeys known = fresh(Duration.ZERO);
        Instant now = clock.instant();
        if (known.changedBy(now)) {
            change(rows::advance);
        } else if (isTimeForANewKey(known, now)) {
            rotate();
        }
    }

    private boolean isTimeForANewKey(KnownKeys known, Instant now) {
        return settings.rotation().isPresent()
                && known.next(now).isEmpty()
                && !now.plus(settings.publishAhead())
                        .isBefore(known.signer(now)
                                .life()
                                .signsFrom()
                                .plus(settings.rotation().get()));
    }

    private void change(BiConsumer<EntityManager, Instant> change) {
        inTurn(database, entities -> change.accept(entities, clock.instant()));
        reading.lock();
        try {
            keys = readAgain(keys, clock.instant());
        } finally {
            reading.unlock();
        }
    }

    private KnownKeys fresh(Duration believedFor) {
        KnownKeys current = keys;
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

    /** Keeps the known keys while the database can't be read, so that nobody is signed out. */
    private KnownKeys readAgain(KnownKeys current, Instant now) {
        try {
            KnownKeys read = read(database, vault, now, current.byId()).orElseGet(() -> current.seenAgain(now));
            readable = true;
            return read;
        } catch (KeyRingException e) {
            complain("The signing keys were changed by another node. " + e.getMessage());
        } catch (RuntimeException e) {
            // Without the message of the exception, into which drivers put statements and values.
            complain("The signing keys could not be read again: " + e.getClass().getSimpleName());
        }
        return current.seenAgain(now);
    }

    /** Logs the failure once, until the database can be read again. */
    private void complain(String text) {
        if (readable) {
            LOG.log(System.Logger.Level.WARNING, text);
        }
        readable = false;
    }
}
