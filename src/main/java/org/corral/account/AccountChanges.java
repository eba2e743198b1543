package org.corral.account;

import java.util.Optional;
import java.util.function.Consumer;
import org.corral.http.RefusedException;
import org.corral.ollama.AllowList;

/**
 * The changes that people and admins ask for, each in a transaction of its own. Every method throws {@link
 * RefusedException} with 404 if the account has gone, and with 409 if others change it at the same time.
 */
public final class AccountChanges {
    private final Accounts accounts;

    public AccountChanges(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Sets another password, or the first one, and ends all sessions. */
    public Account changePassword(String id, String hash) throws RefusedException {
        return change(id, account -> account.changePassword(hash));
    }

    /** Both values have passed {@link AccountRules}. */
    public Account changeProfile(String id, String name, String image) throws RefusedException {
        return change(id, account -> {
            account.changeName(name);
            account.changeProfileImageUrl(image);
        });
    }

    /** @param models empty to use those of the role */
    public Account changeModels(String id, Optional<AllowList> models) throws RefusedException {
        return change(id, account -> account.changeModels(models));
    }

    /**
     * Makes the changes of an admin.
     *
     * @param passwordHash of the new password; empty if the password stays
     * @throws RefusedException also with 400, if another account has the new address
     */
    public Account update(String id, AccountUpdate checked, Optional<String> passwordHash) throws RefusedException {
        return change(id, checked.with(passwordHash));
    }

    /** Revokes all tokens that were issued until now. */
    public Account endSessions(String id) throws RefusedException {
        return change(id, Account::endSessions);
    }

    private Account change(String id, Consumer<Account> change) throws RefusedException {
        return accounts.change(id, change).orElseThrow(AccountRefusals::noSuchAccount);
    }
}
