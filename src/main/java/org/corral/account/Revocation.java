package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.corral.token.VerifiedToken;
import org.jspecify.annotations.Nullable;

/** A row that tells all nodes of a token that was revoked, or of an account whose rights have changed. Never changed. */
@Entity
@Table(name = "corral_revocation")
class Revocation {
    /** So long may a node be cut off from the database, and then hear of it still. */
    private static final Duration NEWS = Duration.ofDays(1);

    @Id
    private String id = "";

    @Column(name = "account_id")
    private String accountId = "";

    @Column(name = "revoked_at")
    private long revokedAt;

    @Column(name = "forgotten_at")
    private @Nullable Long forgottenAt;

    /** For the persistence provider. */
    protected Revocation() {}

    private Revocation(String id, String accountId, Instant revokedAt, Optional<Instant> forgottenAt) {
        this.id = id;
        this.accountId = accountId;
        this.revokedAt = revokedAt.toEpochMilli();
        this.forgottenAt = forgottenAt.map(Instant::toEpochMilli).orElse(null);
    }

    /** Kept for as long as the token would be good. */
    static Revocation of(VerifiedToken token, Clock clock) {
        return new Revocation(token.id(), token.accountId(), clock.instant(), token.expiresAt());
    }

    static Revocation of(OpenSession session, Clock clock) {
        return new Revocation(session.id(), session.accountId(), clock.instant(), session.expiresAt());
    }

    /** What the account may do has changed, or what opens it; the account itself says how. */
    static Revocation of(String accountId, Clock clock) {
        Instant now = clock.instant();
        return new Revocation(UUID.randomUUID().toString(), accountId, now, Optional.of(now.plus(NEWS)));
    }

    /** Of the token, if it is about one. */
    String id() {
        return id;
    }

    String accountId() {
        return accountId;
    }
}
