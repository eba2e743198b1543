package org.corral.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.security.enterprise.credential.Credential;
import jakarta.security.enterprise.credential.UsernamePasswordCredential;
import jakarta.security.enterprise.identitystore.CredentialValidationResult;
import jakarta.security.enterprise.identitystore.IdentityStore;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import org.jspecify.annotations.Nullable;

/**
 * Corral's own accounts as an identity store of Jakarta Security, beside the other stores of the server. The container
 * finds this bean; before {@link #connect} it knows nobody.
 */
@ApplicationScoped
public class CorralIdentityStore implements IdentityStore {
    /** The id that tells a result of this store from those of other stores. */
    static final String ID = "corral";

    private static final System.Logger LOG = System.getLogger(CorralIdentityStore.class.getName());

    private record Connection(Accounts accounts, PasswordHashing hashing) {}

    private volatile @Nullable Connection connection;

    public void connect(Accounts accounts, PasswordHashing hashing) {
        connection = new Connection(accounts, hashing);
    }

    @Override
    public CredentialValidationResult validate(Credential credential) {
        Connection to = connection;
        if (to == null || !(credential instanceof UsernamePasswordCredential password)) {
            return CredentialValidationResult.NOT_VALIDATED_RESULT;
        }
        try {
            return check(to, password.getCaller(), password.getPasswordAsString());
        } catch (RefusedException e) {
            throw new StoreRefusedException(e);
        }
    }

    private static CredentialValidationResult check(Connection to, String caller, String password)
            throws RefusedException {
        Optional<Account> account = EmailAddress.callerName(caller).flatMap(to.accounts()::byEmail);
        Optional<String> stored = account.flatMap(Account::passwordHash);
        if (account.isEmpty() || stored.isEmpty()) {
            to.hashing().checkNobody(password);
            return CredentialValidationResult.INVALID_RESULT;
        }
        PasswordCheck check = to.hashing().check(password, stored.get());
        if (!check.right() || isKnownToAll(account.get(), password)) {
            return CredentialValidationResult.INVALID_RESULT;
        }
        if (check.renewed().isPresent()) {
            renew(to, account.get(), stored.get(), check.renewed().get());
        }
        return valid(account.get());
    }

    /** An import looks for such admins; but the account may be older, or may have become an admin since. */
    private static boolean isKnownToAll(Account account, String password) {
        boolean known = account.role() == Role.ADMIN && KnownDefaults.contain(password);
        if (known) {
            LOG.log(
                    Level.WARNING,
                    "Everybody knows the password of the admin " + account.id()
                            + ", so it opens nothing: have another admin set a password by POST /api/v1/users/{id}/update");
        }
        return known;
    }

    /** Unless the password was changed in the meantime. */
    private static void renew(Connection to, Account account, String old, String renewed) throws RefusedException {
        to.accounts().change(account.id(), now -> {
            if (now.passwordHash().filter(old::equals).isPresent()) {
                now.renewPasswordHash(renewed);
            }
        });
    }

    private static CredentialValidationResult valid(Account account) {
        return new CredentialValidationResult(
                ID,
                new RecognisedCaller(account),
                null,
                account.id(),
                Set.of(account.role().text()));
    }
}
