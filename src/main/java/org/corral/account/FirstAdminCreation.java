package org.corral.account;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.settings.FirstAdmin;
import org.corral.settings.Role;

/** Makes the admin whom the settings name, once. */
public final class FirstAdminCreation {
    private static final System.Logger LOG = System.getLogger(FirstAdminCreation.class.getName());

    private final Accounts accounts;
    private final PasswordHashing hashing;

    public FirstAdminCreation(Accounts accounts, PasswordHashing hashing) {
        this.accounts = accounts;
        this.hashing = hashing;
    }

    /**
     * Called at every start; at the first it blocks for a hash. An account that exists already stays as it is, its password
     * and role included.
     *
     * @throws RefusedException if {@link AccountRules} refuse the name, address or password in the settings
     */
    public void ensure(FirstAdmin admin) throws RefusedException {
        Optional<EmailAddress> configured = EmailAddress.parse(admin.email());
        if (configured
                .flatMap(accounts::byEmail)
                .filter(account -> !account.isLocal())
                .isPresent()) {
            LOG.log(Level.INFO, "The account of corral.admin-email exists already; it stays as it is");
            return;
        }
        EmailAddress email = AccountRules.email(admin.email());
        String name = AccountRules.name(admin.name());
        String hash = hashing.hash(AccountRules.password(admin.password().reveal()));
        try {
            accounts.create(new NewAccount(email, name, AccountRules.DEFAULT_IMAGE, hash).as(Role.ADMIN));
            LOG.log(Level.INFO, "Made the admin of corral.admin-email");
        } catch (RefusedException e) {
            LOG.log(Level.INFO, "Another node made the admin of corral.admin-email");
        }
    }
}
