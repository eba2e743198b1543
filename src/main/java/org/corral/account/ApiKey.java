package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.corral.access.Proof;
import org.corral.access.Scope;
import org.jspecify.annotations.Nullable;

/** A row of the API keys. Only the time of its last use changes. */
@Entity
@Table(name = "corral_api_key")
public class ApiKey {
    @Id
    private String id = "";

    @Version
    private long version;

    @Column(name = "account_id")
    private String accountId = "";

    private String hash = "";

    private String hint = "";

    private String name = "";

    private String scope = "";

    @Column(name = "default_of")
    private @Nullable String defaultOf;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "expires_at")
    private @Nullable Long expiresAt;

    @Column(name = "last_used_at")
    private @Nullable Long lastUsedAt;

    /** For the persistence provider. */
    protected ApiKey() {}

    ApiKey(String accountId, String text, NewApiKey wanted, Clock clock) {
        this.id = UUID.randomUUID().toString();
        this.accountId = accountId;
        this.hash = KeyText.hash(text);
        this.hint = KeyText.hint(text);
        this.name = wanted.name();
        this.scope = wanted.scope().text();
        this.createdAt = clock.millis();
        this.expiresAt = wanted.expiresAt().map(Instant::toEpochMilli).orElse(null);
    }

    public String id() {
        return id;
    }

    String accountId() {
        return accountId;
    }

    String hash() {
        return hash;
    }

    /** How the key begins. */
    String hint() {
        return hint;
    }

    /** The beginning of the key, by which its owner recognises it. */
    public String masked() {
        return KeyText.masked(hint);
    }

    public String name() {
        return name;
    }

    public String scope() {
        return scope;
    }

    public long createdAt() {
        return createdAt;
    }

    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt).map(Instant::ofEpochMilli);
    }

    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt).map(Instant::ofEpochMilli);
    }

    /** The column is unique: an account has one such key at most. */
    void becomeDefault() {
        defaultOf = accountId;
    }

    /** Empty if this version does not know the scope of the key: then the key opens nothing. */
    Optional<Proof.ApiKey> proof() {
        return Scope.parse(scope).map(known -> new Proof.ApiKey(id, hash, accountId, known, expiresAt()));
    }
}
