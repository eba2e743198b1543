package org.corral.account;

import java.time.Duration;
import java.util.Optional;
import org.corral.http.RefusedException;
import org.corral.settings.AccountSettings;
import org.corral.settings.Role;
import org.corral.settings.SignupPolicy;
import org.glassfish.soteria.identitystores.hash.Pbkdf2PasswordHashImpl;

/** What tests of accounts begin with. */
public final class TestAccounts {
    /** So that the tests don't spend their time on it; the settings permit no such number. */
    public static final int ITERATIONS = 1024;

    private TestAccounts() {}

    public static AccountSettings settings(SignupPolicy policy) {
        return new AccountSettings(
                Optional.empty(), policy, Role.PENDING, 210_000, 64, Duration.ofSeconds(1), Duration.ofMinutes(5));
    }

    public static PasswordHashing hashing(int iterations) {
        Pbkdf2PasswordHashImpl hash = new Pbkdf2PasswordHashImpl();
        hash.initialize(PasswordHashing.parameters(iterations));
        return new PasswordHashing(hash, iterations, 2, 64, () -> 0, Bcrypt::waste);
    }

    /** A change that no route makes: another hash of the same password. */
    public static Account rehash(Accounts accounts, Account account, String hash) throws RefusedException {
        return accounts.change(account.id(), each -> each.renewPasswordHash(hash))
                .orElseThrow();
    }
}
