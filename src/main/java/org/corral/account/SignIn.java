package org.corral.account;

import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStoreHandler;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/**
 * From an e-mail address and a password to an account, through all identity stores of the server. Who is known to another
 * store only gets an account at the first sign-in. Thread-safe; blocks for the hash.
 */
public final class SignIn {
    private static final System.Logger LOG = System.getLogger(SignIn.class.getName());

    private final IdentityStoreHandler stores;
    private final Accounts accounts;

    public SignIn(IdentityStoreHandler stores, Accounts accounts) {
        this.stores = stores;
        this.accounts = accounts;
    }

    /** @throws RefusedException 400 in the same words whatever is wrong; 503 if too many sign in at once */
    Account signIn(String email, String password) throws RefusedException {
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
            // Empty if it was deleted, or its password changed, this very moment.
            return accounts.byId(result.getCallerUniqueId())
                    .filter(account -> isStillRight(result, account))
                    .orElseThrow(AccountRefusals::wrongCredentials);
        }
        Optional<EmailAddress> caller =
                EmailAddress.callerName(result.getCallerPrincipal().getName());
        if (caller.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "Another identity store accepted a caller whose name can't be kept: too long, or with blanks");
            throw AccountRefusals.wrongCredentials();
        }
        Optional<Account> known = accounts.byEmail(caller.get());
        return known.isPresent() ? known.get() : welcome(caller.get(), result.getCallerGroups());
    }

    private static boolean isStillRight(CredentialValidationResult result, Account account) {
        // Another principal is none of ours: this server makes its own.
        return !(result.getCallerPrincipal() instanceof RecognisedCaller caller) || caller.isOfPresentEra(account);
    }

    private Account welcome(EmailAddress caller, Set<String> groups) throws RefusedException {
        String name = caller.text()
                .codePoints()
                .limit(Particulars.MAX_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        NewAccount given = new NewAccount(
                caller, name, Particulars.DEFAULT_IMAGE, Optional.empty(), role(groups), false, Optional.empty());
        try {
            return accounts.create(given);
        } catch (RefusedException e) {
            // The same person signed in twice at once.
            return accounts.byEmail(caller).orElseThrow(() -> e);
        }
    }

    private static Optional<Role> role(Set<String> groups) {
        if (groups.contains(Role.ADMIN.text())) {
            return Optional.of(Role.ADMIN);
        }
        return groups.contains(Role.USER.text()) ? Optional.of(Role.USER) : Optional.empty();
    }
}
