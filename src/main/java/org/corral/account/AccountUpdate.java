package org.corral.account;

import java.util.Optional;
import java.util.function.Consumer;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/**
 * The changes that an admin asks for. A value that is empty stays as it is.
 *
 * @param currentPassword of the admin, if it is the admin's own account
 * @param identityStore whether the account is given to the person who comes from another identity store under its address
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
                AccountRules.currentPassword(currentPassword),
                identityStore);
    }

    /**
     * Whether the owner signs in with something else afterwards. If another store knows the password, nobody signs in with
     * the address.
     */
    public boolean changesSignIn(Account account) {
        boolean hasPassword = account.passwordHash().isPresent();
        return !password.isEmpty() || (hasPassword && (identityStore || changesAddress(account)));
    }

    /** Whether the machine's own account would belong to a person afterwards. */
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
            // An admin who sends back the address that they were shown leaves it as it was written.
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
