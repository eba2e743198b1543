package org.corral.account;

import java.lang.System.Logger.Level;
import java.util.Optional;
import org.corral.access.LocalAdmin;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.AuthMode;
import org.corral.settings.Role;

/** The account that everybody on this machine has while corral.auth is off. It has no password of its own. */
public final class LocalAccount {
    private static final System.Logger LOG = System.getLogger(LocalAccount.class.getName());
    private static final EmailAddress ADDRESS =
            EmailAddress.parse("admin@localhost").orElseThrow();

    private LocalAccount() {}

    /**
     * Makes the account at the first start.
     *
     * @throws RefusedException if others have accounts, unless that is known
     */
    public static LocalAdmin open(Accounts accounts, AuthMode mode) throws RefusedException {
        Optional<Account> known = accounts.byEmail(ADDRESS);
        boolean others = accounts.anyBut(ADDRESS)
                || known.filter(account -> account.role() != Role.ADMIN).isPresent();
        if (others && mode != AuthMode.OFF_WITH_ACCOUNTS) {
            throw new RefusedException(Refusal.forbidden("corral.auth is off, but people have accounts here: they could"
                    + " no longer sign in, and whoever is on this machine would be admin. Set corral.auth to on, or to"
                    + " off-with-accounts if that is what you want."));
        }
        LOG.log(
                Level.WARNING,
                "corral.auth is off: whoever is on this machine is the admin, without a password; nobody else gets in");
        return new LocalAdmin(known.isPresent() ? asAdmin(accounts, known.get()) : made(accounts));
    }

    private static String asAdmin(Accounts accounts, Account known) throws RefusedException {
        if (known.role() != Role.ADMIN) {
            accounts.change(known.id(), account -> account.changeRole(Role.ADMIN));
        }
        return known.id();
    }

    private static String made(Accounts accounts) {
        return accounts.createLocal(new NewAccount(
                        ADDRESS,
                        "Admin",
                        Particulars.DEFAULT_IMAGE,
                        Optional.empty(),
                        Optional.of(Role.ADMIN),
                        false,
                        Optional.empty()))
                .id();
    }

    /**
     * Where people sign in again, at the start: tokens that anybody on this machine could get are good no more.
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
    }
}
