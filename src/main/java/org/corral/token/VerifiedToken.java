package org.corral.token;

import java.time.Instant;
import java.util.Optional;
import org.corral.settings.Role;

/** The claims of a token whose signature and claims were verified. Only {@link TokenVerifier} makes one. */
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

    /** Empty if the token has no end. */
    public Optional<Instant> expiresAt() {
        return expiresAt;
    }

    /** The role that the account had when the token was issued. */
    public Role role() {
        return role;
    }

    /** The era of the account in which the token was issued; when the next era begins, the token is void. */
    public long era() {
        return era;
    }
}
