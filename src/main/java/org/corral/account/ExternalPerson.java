package org.corral.account;

import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import java.util.Optional;
import java.util.Set;
import org.corral.settings.Role;

/**
 * Somebody whom another identity store has let in.
 *
 * @param issuer the store
 * @param subject who it is there, whatever becomes of addresses here
 * @param name what an account is made with, if there is none
 * @param role what the groups say; empty if they name none
 */
record ExternalPerson(String issuer, String subject, EmailAddress name, Optional<Role> role) {
    private static final int MAX_ISSUER = 200;
    private static final int MAX_SUBJECT = 400;

    /** Empty if the store gives them a name that can't be kept: too long, or with blanks. */
    static Optional<ExternalPerson> of(CredentialValidationResult result) {
        String issuer =
                "store:" + Optional.ofNullable(result.getIdentityStoreId()).orElse("");
        return EmailAddress.callerName(result.getCallerPrincipal().getName())
                .map(name -> new ExternalPerson(issuer, subject(result, name), name, role(result.getCallerGroups())))
                .filter(who -> who.issuer.length() <= MAX_ISSUER && who.subject.length() <= MAX_SUBJECT);
    }

    /** The id that a store has for somebody and the name are told apart: nobody may take another's id for a name. */
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

    /** Never in a log by accident. */
    @Override
    public String toString() {
        return "Arrival[" + issuer + "]";
    }
}
