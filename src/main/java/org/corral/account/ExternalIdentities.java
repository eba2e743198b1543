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
 * Finds the account of a person whom another identity store knows: the account that was made for them, or that an admin has
 * given them; never an account that only has their address, since anybody may have signed up with it. Thread-safe; blocks
 * for the database.
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

    /** The outcome of the search for an account, as a value that a transaction can return. */
    private sealed interface Entry {
        record Known(Account account, boolean roleChanged) implements Entry {}

        /** The address belongs to another account, which nobody has given to this person. */
        record Taken(String accountId) implements Entry {}

        /** The address is reserved for the account of the machine itself. */
        record Reserved() implements Entry {}
    }

    /**
     * The account of this person, with the role that the groups give now.
     *
     * @throws RefusedException 403 if there is an account with this address that was not made for them
     */
    Account welcome(ExternalPerson person) throws RefusedException {
        Entry entry = database.writeAgain(EITHER, em -> enter(em, person));
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

    private Entry enter(EntityManager em, ExternalPerson person) {
        Optional<Entry> known = known(em, person);
        if (known.isPresent()) {
            return known.get();
        }
        return LocalAccount.hasAddress(person.name()) ? new Entry.Reserved() : made(em, person);
    }

    private Optional<Entry> known(EntityManager em, ExternalPerson person) {
        Optional<Identity> known = Identity.find(em, person);
        if (known.isEmpty()) {
            known = Identity.findExpected(em, person.name());
            known.ifPresent(identity -> identity.become(person));
        }
        return known.map(identity -> {
            Account account = em.find(Account.class, identity.accountId());
            return new Entry.Known(account, follow(em, account, identity, person.role()));
        });
    }

    private Entry made(EntityManager em, ExternalPerson person) {
        Optional<Account> namesake = AccountRows.byEmail(em, person.name());
        if (namesake.isPresent()) {
            // The same person may have come a second time, and their account have been made since the look above.
            return known(em, person)
                    .orElseGet(() -> new Entry.Taken(namesake.get().id()));
        }
        Account account = accounts.insertUnknown(em, newAccount(person));
        // The row of the account must be there before the row that refers to it.
        em.flush();
        em.persist(Identity.of(account, person, clock));
        return new Entry.Known(account, false);
    }

    private static NewAccount newAccount(ExternalPerson person) {
        String name = person.name()
                .text()
                .codePoints()
                .limit(AccountRules.MAX_NAME)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return new NewAccount(
                person.name(),
                name,
                AccountRules.DEFAULT_IMAGE,
                Optional.empty(),
                person.role(),
                false,
                Optional.empty());
    }

    /**
     * Gives the account the role that the groups name. If they named a role at the last sign-in and name none now, the role
     * becomes that of a new account, unless it is lower already. If they have never named one, only admins change the role.
     * The first admin, and the last admin, stay admins.
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
     * Gives an account to the next person who comes from another store under its address.
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
                // Deletes the old row before the new one is inserted, which has the same unique value.
                em.flush();
                em.persist(Identity.expected(account, address, clock));
            }
            return account;
        });
    }
}
