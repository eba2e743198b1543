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
import org.corral.ollama.AllowList;
import org.corral.settings.Role;
import org.jspecify.annotations.Nullable;

/** A row of the table of accounts. It is changed inside of {@link Accounts#change} only; outside it is a detached copy. */
@Entity
@Table(name = "corral_account")
public class Account {
    static final String PRIMARY = "primary";
    static final String LOCAL = "local";

    @Id
    private String id = "";

    @Version
    private long version;

    private String email = "";

    @Column(name = "email_key")
    private String emailKey = "";

    private String name = "";

    private String role = "";

    @Column(name = "profile_image_url")
    private String profileImageUrl = "";

    @Column(name = "password_hash")
    private @Nullable String passwordHash;

    @Column(name = "password_number")
    private long passwordNumber;

    private @Nullable String slot;

    private @Nullable String models;

    private long era;

    @Column(name = "created_at")
    private long createdAt;

    @Column(name = "updated_at")
    private long updatedAt;

    @Column(name = "last_active_at")
    private @Nullable Long lastActiveAt;

    /** For the persistence provider. */
    protected Account() {}

    Account(NewAccount wanted, Role role, Clock clock) {
        this.id = UUID.randomUUID().toString();
        this.email = wanted.email().text();
        this.emailKey = wanted.email().key();
        this.name = wanted.name();
        this.role = role.text();
        this.profileImageUrl = wanted.profileImageUrl();
        this.passwordHash = wanted.passwordHash().orElse(null);
        this.updatedAt = clock.millis();
        this.createdAt = wanted.createdAt().map(Instant::toEpochMilli).orElse(updatedAt);
    }

    public String id() {
        return id;
    }

    /** The address as it was written when the account was made. */
    String email() {
        return email;
    }

    public String emailKey() {
        return emailKey;
    }

    /** Whether this is the address of the account, in upper or lower case. */
    boolean isCalled(String address) {
        return EmailAddress.callerName(address)
                .filter(name -> name.key().equals(emailKey))
                .isPresent();
    }

    public String name() {
        return name;
    }

    /** A role that this version does not know gives no rights. */
    public Role role() {
        return Role.of(role).orElse(Role.PENDING);
    }

    public String profileImageUrl() {
        return profileImageUrl;
    }

    /** Empty if another identity store knows the password, or nobody does yet. */
    Optional<String> passwordHash() {
        return Optional.ofNullable(passwordHash);
    }

    /** Whether its password is kept here. */
    public boolean hasPassword() {
        return passwordHash != null;
    }

    /** How often the password has changed. */
    long passwordNumber() {
        return passwordNumber;
    }

    /** In milliseconds since 1970, like the other times. */
    public long createdAt() {
        return createdAt;
    }

    public long updatedAt() {
        return updatedAt;
    }

    public Optional<Long> lastActiveAt() {
        return Optional.ofNullable(lastActiveAt);
    }

    /** Whether this is the first admin, who can't be demoted or deleted. */
    public boolean isPrimaryAdmin() {
        return PRIMARY.equals(slot);
    }

    /** Whether this is the account of the machine itself, which it has while {@code corral.auth} is off. */
    public boolean isLocal() {
        return LOCAL.equals(slot);
    }

    /** The column is unique: if two accounts take the seat at once, on one node or on two, one of them fails. */
    void takePrimarySeat() {
        slot = PRIMARY;
    }

    /** The account belongs to no person for as long as it has no password. */
    void takeLocalSeat() {
        slot = LOCAL;
    }

    /** How often all sessions of this account have been ended. */
    long era() {
        return era;
    }

    /** The models that the account may use; empty if it may use those of its role. */
    public Optional<AllowList> models() {
        return Optional.ofNullable(models).map(ModelText::parse);
    }

    void changeModels(Optional<AllowList> to) {
        models = to.map(ModelText::of).orElse(null);
    }

    void changeEmail(EmailAddress to) {
        email = to.text();
        emailKey = to.key();
    }

    void changeName(String to) {
        name = to;
    }

    /** A promotion keeps the sessions: people who wait for approval go on with the token that they have. */
    void changeRole(Role to) {
        if (to.compareTo(role()) < 0) {
            endSessions();
        }
        role = to.text();
    }

    void changeProfileImageUrl(String to) {
        profileImageUrl = to;
    }

    /** Sets another password, or the first one. An account with a password belongs to a person, and not to the machine. */
    void changePassword(String hash) {
        passwordHash = hash;
        passwordNumber++;
        if (isLocal()) {
            slot = null;
        }
        endSessions();
    }

    /** From now on another identity store knows the password. */
    void forgetPassword() {
        passwordHash = null;
        passwordNumber++;
        endSessions();
    }

    /** Keeps another hash of the same password. */
    void renewPasswordHash(String hash) {
        passwordHash = hash;
    }

    /** Makes all tokens void that were issued until now. */
    void endSessions() {
        era++;
    }

    void updated(Clock clock) {
        updatedAt = clock.millis();
    }
}
