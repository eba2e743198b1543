package org.corral.account;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.corral.http.RefusedException;

/**
 * Finds the account for an e-mail address and a password, through all identity stores of the server. A person whom only
 * another store knows gets an account at their first sign-in. Thread-safe; blocks for the hash.
 */
public final class SignIn {
    private static final System.Logger LOG = System.getLogger(SignIn.class.getName());

    private final IdentityStoreHandler stores;
    private final Accounts accounts;
    private final ExternalIdentities identities;

    public SignIn(IdentityStoreHandler stores, Accounts accounts, ExternalIdentities identities) {
        this.stores = stores;
        this.accounts = accounts;
        this.identities = identities;
    }

    /**
     * Checks the password and finds the account.
     *
     * @throws RefusedException 400 in the same words whatever is wrong; 403 for people whom another store knows, if their
     *     address belongs to somebody else here; 503 if too many sign in at once
     */
    public Account signIn(String email, String password) throws RefusedException {
        // An LDAP bind with a name and an empty password asks for no check and succeeds (RFC 4513, 5.1.2), so that the
        // store would vouch for anybody.
        if (email.isEmpty() || password.isEmpty()) {
            throw AccountRefusals.wrongCredentials();
        }
        CredentialValidationResult result = validate(email, password);
        if (result.getStatus() != CredentialValidationResult.Status.VALID) {
            throw AccountRefusals.wrongCredentials();
        }
        Account account = account(result);
        accounts.signedIn(account.id());
        return account;
    }

    private CredentialValidationResult validate(String email, String password) throws RefusedException {
        try {
            return stores.validate(new UsernamePasswordCredential(email, password));
        } catch (StoreRefusedException e) {
            throw e.refused();
        }
    }

    private Account account(CredentialValidationResult result) throws RefusedException {
        if (CorralIdentityStore.ID.equals(result.getIdentityStoreId())) {
            // Empty if the account was deleted, or its password changed, at this very moment.
            return accounts.byId(result.getCallerUniqueId())
                    .filter(account -> isStillRight(result, account))
                    .orElseThrow(AccountRefusals::wrongCredentials);
        }
        Optional<ExternalPerson> person = ExternalPerson.of(result);
        if (person.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Another identity store accepted a caller whose name or id can't be kept: too long, or with blanks");
            throw AccountRefusals.wrongCredentials();
        }
        return identities.welcome(person.get());
    }

    private static boolean isStillRight(CredentialValidationResult result, Account account) {
        // A server may replace the principal by one of its own, which says nothing of the era.
        return !(result.getCallerPrincipal() instanceof RecognisedCaller caller) || caller.isOfPresentEra(account);
    }
}
