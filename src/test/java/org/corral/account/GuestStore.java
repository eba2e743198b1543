package org.corral.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.util.Set;

/** Somebody else's identity store, as a company may have one: it knows one person. */
@ApplicationScoped
public class GuestStore implements IdentityStore {
    static final String GUEST = "guest@elsewhere.test";
    static final String PASSWORD = "kept elsewhere";

    public CredentialValidationResult validate(UsernamePasswordCredential given) {
        return given.compareTo(GUEST, PASSWORD)
                ? new CredentialValidationResult(GUEST, Set.of("user"))
                : CredentialValidationResult.INVALID_RESULT;
    }
}
