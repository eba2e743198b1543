package org.corral.account;

import java.util.Optional;
import java.util.function.Consumer;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/**
 * What an admin asks to be changed; what is empty stays.
 *
 * @param currentPassword the admin's own, where the account is
 * @param identityStore whether the account is given to who comes from another identity store under its address
 */
public record AccountUpdate(
        String role,
        String name,
        String email,
        String image,
        String password,
        String currentPassword,
        boolean identityStore) {
    /** @throws RefusedException 400 for the first value that may not stand in an account */
    public AccountUpdate checked(Account account) throws RefusedException {
        if (!role.isEmpty()) {
            AccountRules.role(role);
        }
        // The name that another store has for a caller need not be an e-mail address, and may stay as it is.
        if (!email.isEmpty() && !account.isCalled(email)) {
            AccountRules.email(email);
        }
        if (!password.isEmpty()) {
            AccountRules.password(password);
        }
        if (identityStore && !password.isEmpty()) {
            throw new RefusedException(Refusal.badRequest(
                    "Where another identity store knows the password, there is none to be set here."));
        }
        return new AccountUpdate(
                role,
                name.isEmpty() ? "" : AccountRules.name(name),
                email,
                image.isEmpty() ? "" : AccountRules.image(image),
                password,
                AccountRules.presentPassword(currentPassword),
                identityStore);
    }

    /**
     * Whether the account is signed in to with something else afterwards. Where another store knows the password, the
     * address is nothing that anybody signs in with.
     */
    public boolean changesSignIn(Account account) {
        boolean hasPassword = account.passwordHash().isPresent();
        return !password.isEmpty() || (hasPassword && (identityStore || changesAddress(account)));
    }

    /** Whether it would make the machine's own account somebody's. */
    public boolean changesLocal(Account account) {
        return !password.isEmpty() || identityStore || changesAddress(account);
    }

    private boolean changesAddress(Account account) {
        return EmailAddress.callerName(email)
                .filter(to -> !to.key().equals(account.emailKey()))
                .isPresent();
    }

    Consumer<Account> with(Optional<String> passwordHash) {
        return account -> {
            Role.of(role).ifPresent(account::changeRole);
            // Whoever sends back what he was shown leaves it as it was written.
            EmailAddress.callerName(email)
                    .filter(address -> !account.isCalled(email))
                    .ifPresent(account::changeEmail);
            if (!name.isEmpty()) {
                account.changeName(name);
            }
            if (!image.isEmpty()) {
                account.changeProfileImageUrl(image);
            }
            passwordHash.ifPresent(account::changePassword);
            if (identityStore) {
                account.forgetPassword();
            }
        };
    }

    @Override
    public String toString() {
        return "AccountUpdate[***]";
    }
}
