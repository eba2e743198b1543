package org.corral.account;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.corral.access.ApiKeyDirectory;
import org.corral.access.Proof;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.AccountSettings;
import org.corral.storage.Database;

/** All API keys. Thread-safe; every method but a cached {@link #find} blocks for the database. */
public final class ApiKeys implements ApiKeyDirectory {
    /** An unknown key stays unknown: nobody guesses the 192 random bits of a key that is made later. */
    private static final Duration UNKNOWN_FOR = Duration.ofDays(1);

    private final Database database;
    private final Accounts accounts;
    private final BooleanSupplier on;
    private final Clock clock;
    private final KeyCache<Proof.ApiKey> cache;
    private final LastUse lastUse;

    /** @param on whether keys can be made and used at this moment */
    public ApiKeys(Database database, Accounts accounts, AccountSettings settings, BooleanSupplier on, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.on = on;
        this.clock = clock;
        this.cache = new KeyCache<>(database, settings, UNKNOWN_FOR, this::load);
        this.lastUse = new LastUse(database, "ApiKey", clock);
    }

    private Optional<Proof.ApiKey> load(String hash) {
        return database.read(em -> em.createQuery("select k from ApiKey k where k.hash = :hash", ApiKey.class)
                .setParameter("hash", hash)
                .getResultStream()
                .findFirst()
                .flatMap(ApiKey::proof));
    }

    @Override
    public Optional<Proof.ApiKey> find(String text) throws RefusedException {
        if (!areOn()) {
            throw new RefusedException(
                    switchedOff(401).with("WWW-Authenticate", "Bearer realm=\"corral\", error=\"invalid_token\""));
        }
        if (!KeyText.is(text)) {
            return Optional.empty();
        }
        Optional<Proof.ApiKey> found = cache.find(KeyText.hash(text)).filter(this::lasts);
        found.ifPresent(key -> lastUse.note(key.id()));
        return found;
    }

    /** Whether the key has not been revoked since it was found. */
    boolean holds(Proof.ApiKey key) throws RefusedException {
        return areOn() && cache.find(key.hash()).isPresent();
    }

    /** Forgets the cached keys of an account: another node may have revoked some of them. */
    public void recheck(String accountId) {
        cache.forgetThoseOf(accountId);
    }

    private boolean lasts(Proof.ApiKey key) {
        // expires_at == now is expired, as with a token.
        return key.expiresAt().map(clock.instant()::isBefore).orElse(true);
    }

    public List<ApiKey> of(String accountId) {
        return database.read(em -> of(em, accountId));
    }

    private static List<ApiKey> of(EntityManager em, String accountId) {
        return em.createQuery(
                        "select k from ApiKey k where k.accountId = :account order by k.createdAt, k.id", ApiKey.class)
                .setParameter("account", accountId)
                .getResultList();
    }

    /** The key of the routes that know one key for each account. */
    public Optional<ApiKey> defaultOf(String accountId) {
        return database.read(em -> defaultOf(em, accountId));
    }

    private static Optional<ApiKey> defaultOf(EntityManager em, String accountId) {
        return em.createQuery("select k from ApiKey k where k.defaultOf = :account", ApiKey.class)
                .setParameter("account", accountId)
                .getResultStream()
                .findFirst();
    }

    /** @throws RefusedException 403 if API keys are off, 404 if the account has gone, 409 if it has too many keys */
    public MadeApiKey make(String accountId, NewApiKey wanted) throws RefusedException {
        requireOn();
        String text = KeyText.fresh();
        ApiKey key = new ApiKey(accountId, text, wanted, clock);
        PerAccountLimit.add(database, accountId, key, em -> of(em, accountId));
        return new MadeApiKey(text, key);
    }

    /** Makes the key of the routes that know one key for each account, and revokes the one before. */
    public MadeApiKey makeDefault(String accountId) throws RefusedException {
        requireOn();
        String text = KeyText.fresh();
        ApiKey key = new ApiKey(accountId, text, NewApiKey.DEFAULT, clock);
        key.becomeDefault();
        Optional<List<ApiKey>> former = PerAccountLimit.change(database, accountId, em -> {
            List<ApiKey> there = defaultOf(em, accountId).stream().toList();
            remove(em, accountId, there);
            // EclipseLink would insert before it deletes, and the unique value must be free by then.
            em.flush();
            em.persist(key);
            return there;
        });
        forget(accountId, former.orElseThrow(AccountRefusals::noSuchAccount));
        return new MadeApiKey(text, key);
    }

    /** Whether people can make and use API keys. */
    public boolean areOn() {
        return on.getAsBoolean();
    }

    private void requireOn() throws RefusedException {
        if (!areOn()) {
            throw new RefusedException(switchedOff(403));
        }
    }

    private static Refusal switchedOff(int status) {
        return Refusal.of(
                status,
                "API keys are switched off here: sign in instead. An admin switches them on by ENABLE_API_KEYS in POST "
                        + Refusal.ROOT + "/api/v1/auths/admin/config, or by corral.api-keys=on.");
    }

    /** @return whether the account had a key of this id */
    public boolean revoke(String accountId, String id) {
        return revoke(accountId, em -> of(em, accountId).stream()
                .filter(key -> key.id().equals(id))
                .toList());
    }

    public void revokeDefault(String accountId) {
        revoke(accountId, em -> defaultOf(em, accountId).stream().toList());
    }

    /** Revokes all keys of an account: at once on this node, and within a second on the others. */
    public void revokeAll(String accountId) {
        revoke(accountId, em -> of(em, accountId));
    }

    private boolean revoke(String accountId, Function<EntityManager, List<ApiKey>> which) {
        List<ApiKey> gone = database.write(em -> {
            List<ApiKey> keys = which.apply(em);
            remove(em, accountId, keys);
            return keys;
        });
        forget(accountId, gone);
        return !gone.isEmpty();
    }

    private void remove(EntityManager em, String accountId, List<ApiKey> keys) {
        keys.forEach(em::remove);
        if (!keys.isEmpty()) {
            ChangeFeed.rightsChanged(em, accountId, clock);
        }
    }

    private void forget(String accountId, List<ApiKey> gone) {
        gone.forEach(key -> cache.forget(key.hash()));
        if (!gone.isEmpty()) {
            accounts.rightsChanged(accountId);
        }
    }
}
