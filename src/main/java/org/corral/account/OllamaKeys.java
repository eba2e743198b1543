package org.corral.account;

import jakarta.persistence.EntityManager;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.corral.access.OllamaKeyDirectory;
import org.corral.access.Proof;
import org.corral.access.SshKey;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.AccountSettings;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/** The public keys of people's ollama programs. Thread-safe; every method but a cached {@link #find} blocks. */
public final class OllamaKeys implements OllamaKeyDirectory {
    /** After this time the other nodes accept a key that was registered on one of them. */
    private static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);

    private final Database database;
    private final Accounts accounts;
    private final Clock clock;
    private final KeyCache<Proof.Signature> cache;
    private final LastUse lastUse;
    private final SeenSignatures taken;

    public OllamaKeys(
            Database database, Accounts accounts, AccountSettings settings, SeenSignatures taken, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.clock = clock;
        this.cache = new KeyCache<>(database, settings, UNKNOWN_FOR, this::load);
        this.taken = taken;
        this.lastUse = new LastUse(database, "OllamaKey", clock);
    }

    private Optional<Proof.Signature> load(String blob) {
        return database.read(em -> em.createQuery("select k from OllamaKey k where k.publicKey = :key", OllamaKey.class)
                .setParameter("key", blob)
                .getResultStream()
                .findFirst()
                .map(OllamaKey::proof));
    }

    @Override
    public Optional<Proof.Signature> find(SshKey key) throws RefusedException {
        Optional<Proof.Signature> found = cache.find(key.blob());
        found.ifPresent(proof -> lastUse.note(proof.keyId()));
        return found;
    }

    /** Whether the key has not been revoked since it was found. */
    boolean holds(Proof.Signature proof) throws RefusedException {
        return cache.find(proof.key().blob()).isPresent();
    }

    /** Forgets the cached keys of an account: another node may have revoked some of them. */
    public void recheck(String accountId) {
        cache.forgetThoseOf(accountId);
    }

    @Override
    public boolean take(Proof.Signature proof, String signed, Instant until, Optional<InetAddress> client)
            throws RefusedException {
        return taken.take(proof, signed, until, client);
    }

    public List<OllamaKey> of(String accountId) {
        return database.read(em -> of(em, accountId));
    }

    private static List<OllamaKey> of(EntityManager em, String accountId) {
        return em.createQuery(
                        "select k from OllamaKey k where k.accountId = :account order by k.createdAt, k.id",
                        OllamaKey.class)
                .setParameter("account", accountId)
                .getResultList();
    }

    /**
     * @throws RefusedException 409 if the key is registered already or the account has too many, 404 if the account has
     * gone
     */
    public OllamaKey register(String accountId, SshKey key, String name) throws RefusedException {
        OllamaKey row = new OllamaKey(accountId, key, name, clock);
        try {
            PerAccountLimit.add(database, accountId, row, em -> of(em, accountId));
        } catch (ConflictException e) {
            throw new RefusedException(Refusal.of(409, "This key is registered already, here or by another account."));
        }
        cache.forget(key.blob());
        return row;
    }

    /** @return whether the account had a key of this id */
    public boolean revoke(String accountId, String id) {
        return revoke(accountId, em -> of(em, accountId).stream()
                .filter(key -> key.id().equals(id))
                .toList());
    }

    /** Revokes all keys of an account: at once on this node, and within a second on the others. */
    public void revokeAll(String accountId) {
        revoke(accountId, em -> of(em, accountId));
    }

    private boolean revoke(String accountId, Function<EntityManager, List<OllamaKey>> which) {
        List<OllamaKey> gone = database.write(em -> {
            List<OllamaKey> keys = which.apply(em);
            keys.forEach(em::remove);
            if (!keys.isEmpty()) {
                ChangeFeed.rightsChanged(em, accountId, clock);
            }
            return keys;
        });
        gone.forEach(row -> cache.forget(row.key().blob()));
        if (!gone.isEmpty()) {
            accounts.rightsChanged(accountId);
        }
        return !gone.isEmpty();
    }
}
