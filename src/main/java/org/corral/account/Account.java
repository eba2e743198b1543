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

/** One row of the accounts. Changed only inside of {@link Accounts#change}; outside it is a detached copy. */
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

    Account(NewAccount given, Role role, Clock clock) {
        this.id = UUID.randomUUID().toString();
        this.email = given.email().text();
        this.emailKey = given.email().key();
        this.name = given.name();
        this.role = role.text();
        this.profileImageUrl = given.profileImageUrl();
        this.passwordHash = given.passwordHash().orElse(null);
        this.updatedAt = clock.millis();
        this.createdAt = given.createdAt().map(Instant::toEpochMilli).orElse(updatedAt);
    }

    public String id() {
        return id;
    }

    /** As it was written when the account was made. */
    String email() {
        return email;
    }

    public String emailKey() {
        return emailKey;
    }

    /** Whether this is its address, in whatever case. */
    boolean isCalled(String address) {
        return EmailAddress.callerName(address)
                .filter(given -> given.key().equals(emailKey))
                .isPresent();
    }

    public String name() {
        return name;
    }

    /** What nobody understands any more gives no rights. */
    public Role role() {
        return Role.of(role).orElse(Role.PENDING);
    }

    public String profileImageUrl() {
        return profileImageUrl;
    }

    /** Empty where another identity store knows the password. */
    Optional<String> passwordHash() {
        return Optional.ofNullable(passwordHash);
    }

    /** Whether its password is kept here. */
    public boolean hasPassword() {
        return passwordHash != null;
    }

    /** How often the account has got another password. */
    long passwordNumber() {
        return passwordNumber;
    }

    /** Milliseconds since 1970, like the other times. */
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

    /** Whether this is what the machine itself has while nobody signs in. */
    public boolean isLocal() {
        return LOCAL.equals(slot);
    }

    /** The column is unique: of two that take the seat at once, on one node or on two, one fails. */
    void takePrimarySeat() {
        slot = PRIMARY;
    }

    /** It is nobody's, for as long as it has no password. */
    void takeLocalSeat() {
        slot = LOCAL;
    }

    /** How often all sessions of this account have been ended. */
    long era() {
        return era;
    }

    /** Empty where it may use what its role may. */
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

    /** A promotion leaves the sessions as they are: who waits for approval goes on with the token that he has. */
    void changeRole(Role to) {
        if (to.compareTo(role()) < 0) {
            endSessions();
        }
        role = to.text();
    }

    void changeProfileImageUrl(String to) {
        profileImageUrl = to;
    }

    /** Another password, or the first. Whoever has one is somebody, and not the machine. */
    void changePassword(String hash) {
        passwordHash = hash;
        passwordNumber++;
        if (isLocal()) {
            slot = null;
        }
        endSessions();
    }

    /** From now on another identity store knows it. */
    void forgetPassword() {
        passwordHash = null;
        passwordNumber++;
        endSessions();
    }

    /** Another hash of the same password. */
    void renewPasswordHash(String hash) {
        passwordHash = hash;
    }

    /** All tokens that were made up to now are void. */
    void endSessions() {
        era++;
    }

    void updated(Clock clock) {
        updatedAt = clock.millis();
    }
}
