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
import org.corral.access.SshKey;
import org.jspecify.annotations.Nullable;

/** The public key of somebody's ollama. */
@Entity
@Table(name = "corral_ollama_key")
public class OllamaKey {
    @Id
    private String id = "";

    @Version
    private long version;

    @Column(name = "account_id")
    private String accountId = "";

    @Column(name = "public_key")
    private String publicKey = "";

    private String name = "";

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "last_used_at")
    private @Nullable Long lastUsedAt;

    /** For the persistence provider. */
    protected OllamaKey() {}

    OllamaKey(String accountId, SshKey key, String name, Clock clock) {
        this.id = UUID.randomUUID().toString();
        this.accountId = accountId;
        this.publicKey = key.blob();
        this.name = name;
        this.createdAt = clock.millis();
    }

    public String id() {
        return id;
    }

    public SshKey key() {
        return new SshKey(publicKey);
    }

    public String name() {
        return name;
    }

    public long createdAt() {
        return createdAt;
    }

    public Optional<Instant> lastUsedAt() {
        return Optional.ofNullable(lastUsedAt).map(Instant::ofEpochMilli);
    }

    Proof.Signature proof() {
        return new Proof.Signature(id, key(), accountId);
    }
}
