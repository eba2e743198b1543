package org.corral.account;

import jakarta.persistence.EntityManager;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.corral.http.RefusedException;
import org.corral.settings.Role;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/**
 * Which account belongs to somebody from another identity store: the one that was made for them, or that an admin has given
 * them; never one that only has the same address, since anybody may have signed up with it. Thread-safe; blocks for the
 * database.
 */
public final class ExternalIdentities {
    private static final System.Logger LOG = System.getLogger(ExternalIdentities.class.getName());
    private static final Set<ConflictException.Kind> EITHER = EnumSet.allOf(ConflictException.Kind.class);

    private final Database database;
    private final Accounts accounts;
    private final Clock clock;

    public ExternalIdentities(Database database, Accounts accounts, Clock clock) {
        this.database = database;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** How the look for an account ended, as a value that a transaction can give back. */
    private sealed interface Entry {
        record Known(Account account, boolean roleChanged) implements Entry {}

        /** By somebody else, for all that is known. */
        record Taken(String accountId) implements Entry {}

        /** The address is kept for the machine itself. */
        record Reserved() implements Entry {}
    }

    /**
     * The account of who has come, with the role that the groups give now.
     *
     * @throws RefusedException 403 if there is an account with this address that was not made for them
     */
    Account welcome(ExternalPerson who) throws RefusedException {
        Entry entry = database.writeAgain(EITHER, em -> enter(em, who));
        if (entry instanceof Entry.Known known) {
            if (known.roleChanged()) {
                accounts.rightsChanged(known.account().id());
            }
            return known.account();
        }
        String why = entry instanceof Entry.Taken taken
                ? "the account " + taken.accountId()
                        + " has their address, but was not made for them: give it to them with"
                        + " POST /api/v1/users/{id}/update {\"identity_store\":true}, or give it another address"
                : "their address is kept for the machine itself";
        LOG.log(Level.WARNING, "Somebody whom another identity store knows was refused: " + why);
        throw AccountRefusals.addressOfSomebodyElse();
    }

    private Entry enter(EntityManager em, ExternalPerson who) {
        Optional<Identity> known = Identity.find(em, who);
        if (known.isEmpty()) {
            known = Identity.findExpected(em, who.name());
            known.ifPresent(identity -> identity.become(who));
        }
        if (known.isPresent()) {
            Account account = em.find(Account.class, known.get().accountId());
            boolean changed = follow(em, account, known.get(), who.role());
            return new Entry.Known(account, changed);
        }
        return LocalAccount.hasAddress(who.name()) ? new Entry.Reserved() : made(em, who);
    }

    private Entry made(EntityManager em, ExternalPerson who) {
        Optional<Account> namesake = AccountRows.byEmail(em, who.name());
        if (namesake.isPresent()) {
            return new Entry.Taken(namesake.get().id());
        }
        Account account = accounts.insertUnknown(em, newAccount(who));
        // The row that the other refers to goes first.
        em.flush();
        em.persist(Identity.of(account, who, clock));
        return new Entry.Known(account, false);
    }

    private static NewAccount newAccount(ExternalPerson who) {
        String name = who.name()
                .text()
                .codePoints()
                .limit(AccountRules.MAX_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new NewAccount(
                who.name(), name, AccountRules.DEFAULT_IMAGE, Optional.empty(), who.role(), false, Optional.empty());
    }

    /**
     * Gives the role that the groups say, and takes what they no longer say: then it is what somebody new would get. Where
     * they never said anything, the role is for admins to give. There is always an admin left.
     *
     * @return whether it changed
     */
    private boolean follow(EntityManager em, Account account, Identity identity, Optional<Role> said) {
        Role present = account.role();
        Optional<Role> before = identity.role();
        identity.remember(said);
        Role to = said.orElseGet(() -> before.isPresent() ? lower(present, accounts.defaultRole(em)) : present);
        if (to == present) {
            return false;
        }
        if (present == Role.ADMIN && (account.isPrimaryAdmin() || AccountRows.isOnlyAdmin(em, account))) {
            LOG.log(
                    Level.WARNING,
                    "The groups of the account " + account.id() + " make it no admin any more. It stays one: it is the"
                            + " first admin, or the only one.");
            return false;
        }
        accounts.change(account, changed -> changed.changeRole(to), em);
        LOG.log(Level.INFO, "By its groups the account " + account.id() + " is " + to.text() + " from now on");
        return true;
    }

    private static Role lower(Role one, Role other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /**
     * Gives an account to whoever comes next from another store under its address.
     *
     * @throws ConflictException if that was asked for two accounts at once
     */
    public void expect(Account account) {
        EmailAddress address = EmailAddress.callerName(account.email()).orElseThrow();
        database.writeAgain(EITHER, em -> {
            Optional<Identity> present = Identity.findExpected(em, address);
            if (present.filter(identity -> identity.accountId().equals(account.id()))
                    .isEmpty()) {
                present.ifPresent(em::remove);
                // Else the new row would meet the old one.
                em.flush();
                em.persist(Identity.expected(account, address, clock));
            }
            return account;
        });
    }
}
