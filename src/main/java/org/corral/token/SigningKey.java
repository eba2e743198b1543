package org.corral.token;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row of the key ring. A key is published before it signs; then it signs; and then it only verifies, until it ends.
 */
@Entity
@Table(name = "corral_signing_key")
class SigningKey {
    // The column is unique, so that two nodes can't both make a key for the same slot.
    private static final String NEXT = "next";
    private static final String ACTIVE = "active";

    @Id
    private String id;

    private String algorithm;

    private @Nullable String slot;

    private String material;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "signs_from")
    private long signsFrom;

    @Column(name = "longest_lifetime")
    private long longestLifetime;

    @Column(name = "not_after")
    private @Nullable Long notAfter;

    @Version
    private long version;

    /** For Jakarta Persistence. */
    @SuppressWarnings("NullAway.Init")
    protected SigningKey() {}

    /** Makes the next key. */
    SigningKey(String id, String algorithm, String material, Instant createdAt, Instant signsFrom, Duration lifetime) {
        this.id = id;
        this.algorithm = algorithm;
        this.slot = NEXT;
        this.material = material;
        this.createdAt = createdAt.toEpochMilli();
        this.signsFrom = signsFrom.toEpochMilli();
        this.longestLifetime = lifetime.toMillis();
    }

    String id() {
        return id;
    }

    String algorithm() {
        return algorithm;
    }

    String material() {
        return material;
    }

    boolean next() {
        return NEXT.equals(slot);
    }

    boolean active() {
        return ACTIVE.equals(slot);
    }

    /** Whether the key signs, now or later. */
    boolean maySign() {
        return slot != null;
    }

    Instant signsFrom() {
        return Instant.ofEpochMilli(signsFrom);
    }

    Optional<Instant> notAfter() {
        return Optional.ofNullable(notAfter).map(Instant::ofEpochMilli);
    }

    void rewrap(String wrapped) {
        material = wrapped;
    }

    /** Notes that the key signs tokens with this lifetime from now on. */
    void coverLifetime(Duration lifetime) {
        longestLifetime = Math.max(longestLifetime, lifetime.toMillis());
    }

    /** Makes the key sign from this time on. */
    void activate(Instant from) {
        slot = ACTIVE;
        signsFrom = from.toEpochMilli();
    }

    /** Makes the key stop signing; it verifies until the last token that it may have signed has expired. */
    void retire(Instant lastSignature) {
        slot = null;
        notAfter = lastSignature.plusMillis(longestLifetime).toEpochMilli();
    }
}
