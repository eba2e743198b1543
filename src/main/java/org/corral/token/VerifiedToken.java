package org.corral.token;

import java.time.Instant;
import java.util.Optional;
import org.corral.settings.Role;

/** What a token says whose signature and claims were checked. Only {@link TokenVerifier} makes one. */
public final class VerifiedToken {
    private final String id;
    private final String accountId;
    private final Instant issuedAt;
    private final Optional<Instant> expiresAt;
    private final Role role;
    private final long era;

    VerifiedToken(String id, String accountId, Instant issuedAt, Optional<Instant> expiresAt, Role role, long era) {
        this.id = id;
        this.accountId = accountId;
        this.issuedAt = issuedAt;
        this.expiresAt = expiresAt;
        this.role = role;
        this.era = era;
    }

    /** The claim {@code jti}. */
    public String id() {
        return id;
    }

    public String accountId() {
        return accountId;
    }

    public Instant issuedAt() {
        return issuedAt;
    }

    /** Empty if it has no end. */
    public Optional<Instant> expiresAt() {
        return expiresAt;
    }

    /** The role that the account had when the token was made. */
    public Role role() {
        return role;
    }

    /** The era of the account to which it belongs: when the next one has begun, it is void. */
    public long era() {
        return era;
    }
}
