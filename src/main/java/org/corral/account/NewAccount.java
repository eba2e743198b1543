package org.corral.account;

import java.time.Instant;
import java.util.Optional;
import org.corral.settings.Role;

/**
 * An account that is to be made. Its values are checked already.
 *
 * @param role that an admin has chosen; if it is empty, the first account becomes admin and later ones get the default role
 * @param passwordHash empty if another identity store knows the password, or nobody does yet
 * @param onlyAsFirst refuse if there is an account already
 * @param createdAt when the account was made elsewhere; empty for now
 */
public record NewAccount(
        EmailAddress email,
        String name,
        String profileImageUrl,
        Optional<String> passwordHash,
        Optional<Role> role,
        boolean onlyAsFirst,
        Optional<Instant> createdAt) {

    public NewAccount(EmailAddress email, String name, String profileImageUrl, String passwordHash) {
        this(email, name, profileImageUrl, Optional.of(passwordHash), Optional.empty(), false, Optional.empty());
    }

    public NewAccount as(Role chosen) {
        return new NewAccount(email, name, profileImageUrl, passwordHash, Optional.of(chosen), onlyAsFirst, createdAt);
    }

    NewAccount withoutPassword() {
        return new NewAccount(email, name, profileImageUrl, Optional.empty(), role, onlyAsFirst, createdAt);
    }

    public NewAccount onlyIfFirst() {
        return new NewAccount(email, name, profileImageUrl, passwordHash, role, true, createdAt);
    }
}
