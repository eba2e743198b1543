package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.corral.token.VerifiedToken;
import org.jspecify.annotations.Nullable;

/** A row for a token that was revoked before its end. It never changes. */
@Entity
@Table(name = "corral_revocation")
class Revocation {
    @Id
    private String id = "";

    @Column(name = "account_id")
    private String accountId = "";

    @Column(name = "revoked_at")
    private long revokedAt;

    @Column(name = "forgotten_at")
    private @Nullable Long forgottenAt;

    private long told;

    /** For the persistence provider. */
    protected Revocation() {}

    private Revocation(String id, String accountId, Instant revokedAt, Optional<Instant> forgottenAt) {
        this.id = id;
        this.accountId = accountId;
        this.revokedAt = revokedAt.toEpochMilli();
        this.forgottenAt = forgottenAt.map(Instant::toEpochMilli).orElse(null);
    }

    /** The row is kept for as long as the token would be good. */
    static Revocation of(VerifiedToken token, Clock clock) {
        return new Revocation(token.id(), token.accountId(), clock.instant(), token.expiresAt());
    }

    static Revocation of(OpenSession session, Clock clock) {
        return new Revocation(session.id(), session.accountId(), clock.instant(), session.expiresAt());
    }

    /** Sets the number of this change, before the row is kept. */
    void tellAs(long number) {
        told = number;
    }

    /** The id of the token. */
    String id() {
        return id;
    }

    String accountId() {
        return accountId;
    }

    long told() {
        return told;
    }

    /** Milliseconds since 1970. */
    long revokedAt() {
        return revokedAt;
    }
}
