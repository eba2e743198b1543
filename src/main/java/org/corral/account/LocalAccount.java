package org.corral.account;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.corral.access.LocalAdmin;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.AuthMode;
import org.corral.settings.Role;

/**
 * The account that everybody on this machine has while corral.auth is off. It has no password. A unique value in the
 * database marks it; its address alone, which is reserved for it, does not.
 */
public final class LocalAccount {
    private static final System.Logger LOG = System.getLogger(LocalAccount.class.getName());
    private static final EmailAddress ADDRESS =
            EmailAddress.parse("admin@localhost").orElseThrow();

    private LocalAccount() {}

    /** Whether this is the address that is reserved for the account. */
    static boolean hasAddress(EmailAddress address) {
        return address.key().equals(ADDRESS.key());
    }

    /**
     * Makes the account at the first start.
     *
     * @throws RefusedException if people have accounts and the mode does not say so; if one of them has the address, from a
     *     time when it was not reserved
     */
    public static LocalAdmin open(Accounts accounts, AuthMode mode) throws RefusedException {
        if (!accounts.isEmpty() && mode != AuthMode.OFF_WITH_ACCOUNTS) {
            throw new RefusedException(Refusal.forbidden("corral.auth is off, but people have accounts here: they could"
                    + " no longer sign in, and whoever is on this machine would be admin. Set corral.auth to on, or to"
                    + " off-with-accounts if that is what you want."));
        }
        Optional<Account> known = accounts.local();
        if (known.isEmpty() && accounts.byEmail(ADDRESS).isPresent()) {
            throw new RefusedException(
                    Refusal.forbidden("corral.auth is off, but somebody has an account with the address "
                            + ADDRESS.text()
                            + ", which is kept for this machine. Set corral.auth to on, and have an admin give"
                            + " that account another address, or delete it."));
        }
        LOG.log(
                Level.WARNING,
                "corral.auth is off: whoever is on this machine is the admin, without a password; nobody else gets in");
        return new LocalAdmin(known.isPresent() ? asAdmin(accounts, known.get()) : made(accounts));
    }

    private static String asAdmin(Accounts accounts, Account known) throws RefusedException {
        if (known.role() != Role.ADMIN) {
            // If somebody sets a password at this very moment, the account belongs to them and must not become an
            // admin.
            accounts.change(known.id(), account -> {
                if (account.isLocal()) {
                    account.changeRole(Role.ADMIN);
                }
            });
        }
        return known.id();
    }

    private static String made(Accounts accounts) {
        return accounts.createLocal(new NewAccount(
                        ADDRESS,
                        "Admin",
                        AccountRules.DEFAULT_IMAGE,
                        Optional.empty(),
                        Optional.of(Role.ADMIN),
                        false,
                        Optional.empty()))
                .id();
    }

    /**
     * To be called at a start where people sign in: revokes the tokens that anybody on this machine could get before.
     *
     * @throws RefusedException if others change the account at the same time
     */
    public static void close(Accounts accounts) throws RefusedException {
        Optional<Account> local = accounts.local();
        if (local.isPresent()) {
            accounts.change(local.get().id(), Account::endSessions);
            LOG.log(
                    Level.WARNING,
                    "The account " + ADDRESS.text()
                            + " is left from the time when corral.auth was off. Its sessions are"
                            + " over; API keys that were made then are good until an admin deletes it.");
        }
        Optional<Account> namesake = accounts.byEmail(ADDRESS).filter(account -> !account.isLocal());
        if (namesake.isPresent()) {
            LOG.log(
                    Level.WARNING,
                    "Somebody has the account " + namesake.get().id() + " with the address " + ADDRESS.text()
                            + ", which is kept for the machine itself now. It stays as it is, "
                            + namesake.get().role().text()
                            + "; give it another address, or delete it if nobody knows it.");
        }
    }
}
