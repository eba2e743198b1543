package org.corral.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/**
 * Somebody else's identity store, as a company may have one. It knows two people, and, as LDAP directories do, takes an empty
 * password for a question that is none.
 */
@ApplicationScoped
public class GuestStore implements IdentityStore {
    static final String GUEST = "guest@elsewhere.test";
    static final String BOSS = "boss@elsewhere.test";
    static final String PASSWORD = "kept elsewhere";
    /** Right as well, and shown on a day when the guest is an admin. */
    static final String ADMINS_PASSWORD = "kept elsewhere for admins";

    public CredentialValidationResult validate(UsernamePasswordCredential given) {
        String password = given.getPasswordAsString();
        if (!Set.of(GUEST, BOSS).contains(given.getCaller())
                || !Set.of(PASSWORD, ADMINS_PASSWORD, "").contains(password)) {
            return CredentialValidationResult.INVALID_RESULT;
        }
        String group = password.equals(ADMINS_PASSWORD) ? "admin" : "user";
        return new CredentialValidationResult(given.getCaller(), Set.of(group));
    }
}
