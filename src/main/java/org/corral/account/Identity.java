package org.corral.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.corral.settings.Role;
import org.jspecify.annotations.Nullable;

/** A row that links an account to a person in another identity store. */
@Entity
@Table(name = "corral_identity")
class Identity {
    private static final String ANY = "*";

    @Id
    private String id = "";

    @Column(name = "account_id")
    private String accountId = "";

    @Column(name = "issuer")
    private String issuer = "";

    @Column(name = "subject")
    private String subject = "";

    private @Nullable String role;

    @Column(name = "created_at")
    private long createdAt;

    @Version
    private long version;

    /** For the persistence provider. */
    protected Identity() {}

    private Identity(Account account, String issuer, String subject, Clock clock) {
        this.id = UUID.randomUUID().toString();
        this.accountId = account.id();
        this.issuer = issuer;
        this.subject = subject;
        this.createdAt = clock.millis();
    }

    /** The identity of a person for whom an account is made. */
    static Identity of(Account account, ExternalPerson person, Clock clock) {
        Identity identity = new Identity(account, person.issuer(), person.subject(), clock);
        identity.remember(person.role());
        return identity;
    }

    /** Stands for the first person who comes under the address of the account, from any store. */
    static Identity expected(Account account, EmailAddress address, Clock clock) {
        return new Identity(account, ANY, ExternalPerson.byName(address), clock);
    }

    static Optional<Identity> find(EntityManager em, ExternalPerson person) {
        return find(em, person.issuer(), person.subject());
    }

    static Optional<Identity> findExpected(EntityManager em, EmailAddress address) {
        return find(em, ANY, ExternalPerson.byName(address));
    }

    private static Optional<Identity> find(EntityManager em, String issuer, String subject) {
        return em.createQuery(
                        "select i from Identity i where i.issuer = :issuer and i.subject = :subject", Identity.class)
                .setParameter("issuer", issuer)
                .setParameter("subject", subject)
                .getResultStream()
                .findFirst();
    }

    String accountId() {
        return accountId;
    }

    /** Links the account to the person who has come. */
    void become(ExternalPerson person) {
        issuer = person.issuer();
        subject = person.subject();
    }

    /** The role that the groups named at the last sign-in. */
    Optional<Role> role() {
        return Optional.ofNullable(role).flatMap(Role::of);
    }

    void remember(Optional<Role> now) {
        role = now.map(Role::text).orElse(null);
    }
}
