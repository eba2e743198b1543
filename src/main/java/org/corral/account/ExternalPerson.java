package org.corral.account;

import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.util.Optional;
import java.util.Set;
import org.corral.settings.Role;

/**
 * A person whom another identity store has accepted.
 *
 * @param issuer the store
 * @param subject the id of the person in the store, which stays when an address changes
 * @param name the address of the account that is made if there is none
 * @param role that the groups name; empty if they name none
 */
record ExternalPerson(String issuer, String subject, EmailAddress name, Optional<Role> role) {
    private static final int MAX_ISSUER = 200;
    private static final int MAX_SUBJECT = 400;

    /** Empty if the name or the id in the store can't be kept: too long, or with blanks. */
    static Optional<ExternalPerson> of(CredentialValidationResult result) {
        String issuer =
                "store:" + Optional.ofNullable(result.getIdentityStoreId()).orElse("");
        return EmailAddress.callerName(result.getCallerPrincipal().getName())
                .map(name -> new ExternalPerson(issuer, subject(result, name), name, role(result.getCallerGroups())))
                .filter(person -> person.issuer.length() <= MAX_ISSUER && person.subject.length() <= MAX_SUBJECT);
    }

    /** An id and a name have different prefixes: a person whose name is the id of another must not pass for the other. */
    private static String subject(CredentialValidationResult result, EmailAddress name) {
        return Optional.ofNullable(result.getCallerUniqueId())
                .filter(id -> !id.isEmpty())
                .map(id -> "id:" + id)
                .orElseGet(() -> byName(name));
    }

    static String byName(EmailAddress name) {
        return "name:" + name.key();
    }

    private static Optional<Role> role(Set<String> groups) {
        if (groups.contains(Role.ADMIN.text())) {
            return Optional.of(Role.ADMIN);
        }
        return groups.contains(Role.USER.text()) ? Optional.of(Role.USER) : Optional.empty();
    }

    /** Keeps the name out of logs. */
    @Override
    public String toString() {
        return "ExternalPerson[" + issuer + "]";
    }
}
