package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.corral.token.IssuedToken;
import org.jspecify.annotations.Nullable;

/** A row of the sessions: the id of its token, and where the token was issued. The token itself is not kept. */
@Entity
@Table(name = "corral_session")
public class OpenSession {
    @Id
    private String id = "";

    @Column(name = "account_id")
    private String accountId = "";

    private long era;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "last_active_at")
    private @Nullable Long lastUsedAt;

    @Column(name = "expires_at")
    private @Nullable Long expiresAt;

    @Column(name = "user_agent")
    private String userAgent = "";

    private String address = "";

    /** For the persistence provider. */
    protected OpenSession() {}

    OpenSession(IssuedToken token, Account account, SignInOrigin origin, Clock clock) {
        this.id = token.id();
        this.accountId = account.id();
        this.era = account.era();
        this.createdAt = clock.millis();
        this.expiresAt = token.expiresAt().map(Instant::toEpochMilli).orElse(null);
        this.userAgent = origin.userAgent();
        this.address = origin.address();
    }

    /** The id of the token. */
    public String id() {
        return id;
    }

    String accountId() {
        return accountId;
    }

    /** The era of the account in which the token was issued. */
    long era() {
        return era;
    }

    public Instant createdAt() {
        return Instant.ofEpochMilli(createdAt);
    }

    /** The time of the last use, or of the opening if there was none since. */
    public Instant lastActiveAt() {
        return lastUsedAt == null ? createdAt() : Instant.ofEpochMilli(lastUsedAt);
    }

    /** Empty if the token has no end. */
    public Optional<Instant> expiresAt() {
        return Optional.ofNullable(expiresAt).map(Instant::ofEpochMilli);
    }

    public String userAgent() {
        return userAgent;
    }

    public String address() {
        return address;
    }
}
