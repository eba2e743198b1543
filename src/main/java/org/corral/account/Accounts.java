package org.corral.account;

import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.corral.access.AccountSnapshot;
import org.corral.http.RefusedException;
import org.corral.ollama.AllowList;
import org.corral.settings.AccountSettings;
import org.corral.settings.Role;
import org.corral.storage.ConflictException;
import org.corral.storage.Database;

/** All accounts. Thread-safe; every method but a cached {@link #find} blocks for the database. */
public final class Accounts {
    /** Stands in place of the id of one account. */
    public static final String EVERYBODY = "*";

    private static final Set<ConflictException.Kind> CHANGED = EnumSet.of(ConflictException.Kind.CHANGED);
    /** The seat of the first admin or the address may be taken: the next try finds out which. */
    private static final Set<ConflictException.Kind> EITHER = EnumSet.allOf(ConflictException.Kind.class);

    private final Database database;
    private final Role defaultRole;
    private final Clock clock;
    private final AnswerCache<Optional<Known>> known;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

    /** The part of an account that requests ask for. */
    private record Known(AccountSnapshot snapshot, long era) {
        static Known of(Account account, EntityManager em) {
            AllowList models = account.models().orElseGet(() -> RoleModels.of(em, account.role()));
            return new Known(
                    new AccountSnapshot(account.id(), account.email(), account.name(), account.role(), models),
                    account.era());
        }
    }

    public Accounts(Database database, AccountSettings settings, Clock clock) {
        this.database = database;
        this.defaultRole = settings.defaultRole();
        this.clock = clock;
        // After this time a name is seen that another node has changed. Changes of rights come by rightsChanged().
        this.known = new AnswerCache<>(
                database,
                account -> settings.cacheFor(),
                settings.outageGrace(),
                id -> database.read(
                        em -> Optional.ofNullable(em.find(Account.class, id)).map(account -> Known.of(account, em))));
    }

    /** The account, if this is its current era. */
    Optional<AccountSnapshot> find(String id, long era) {
        Optional<Known> found = known.get(id);
        if (found.isPresent() && found.get().era() < era) {
            // The era began on another node a moment ago.
            found = known.getAgain(id);
        }
        return found.filter(account -> account.era() == era).map(Known::snapshot);
    }

    /** The account, whatever its era. */
    Optional<AccountSnapshot> find(String id) {
        return known.get(id).map(Known::snapshot);
    }

    /** Calls the listener with the id of each account whose rights change, on this node or on another. */
    public void whenRightsChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    /** To be called when the rights or the credentials of an account have changed. */
    public void rightsChanged(String id) {
        if (id.equals(EVERYBODY)) {
            known.forgetAll();
        } else {
            known.forget(id);
        }
        listeners.forEach(each -> each.accept(id));
    }

    /** Which models a role may use. */
    public AllowList models(Role role) {
        return database.read(em -> RoleModels.of(em, role));
    }

    /** Changes the models of all accounts that have this role and no list of their own. */
    public void changeModels(Role role, AllowList to) {
        database.writeAgain(EITHER, em -> {
            RoleModels.change(em, role, to);
            ChangeFeed.rightsChanged(em, EVERYBODY, clock);
            return to;
        });
        rightsChanged(EVERYBODY);
    }

    public Optional<Account> byId(String id) {
        return database.read(em -> Optional.ofNullable(em.find(Account.class, id)));
    }

    /** @throws RefusedException 404 if there is no such account */
    public Account require(String id) throws RefusedException {
        return byId(id).orElseThrow(AccountRefusals::noSuchAccount);
    }

    public Optional<Account> byEmail(EmailAddress email) {
        return database.read(em -> AccountRows.byEmail(em, email));
    }

    /** Whether nobody has an account. The account of the machine itself does not count. */
    public boolean isEmpty() {
        return database.read(AccountRows::nobodyHasOne);
    }

    /** The first admin; empty on an installation that has no admin yet. */
    public Optional<Account> primaryAdmin() {
        return database.read(AccountRows::primaryAdmin);
    }

    public AccountPage search(AccountSearch search) {
        return database.read(search::run);
    }

    /** @throws RefusedException 400 if the address is taken, 403 if the account was to be the first and is not */
    public Account create(NewAccount wanted) throws RefusedException {
        CreationResult result = database.writeAgain(EITHER, em -> insert(em, wanted));
        if (result instanceof CreationResult.Made made) {
            return made.account();
        }
        throw result instanceof CreationResult.NotFirst ? AccountRefusals.signUpClosed() : AccountRefusals.emailTaken();
    }

    /** Makes the account of the machine itself. The first person who signs up later is the first admin. */
    Account createLocal(NewAccount wanted) {
        return database.writeAgain(EITHER, em -> AccountRows.local(em).orElseGet(() -> {
            Account account = new Account(wanted, Role.ADMIN, clock);
            account.takeLocalSeat();
            em.persist(account);
            return account;
        }));
    }

    /** The account of the machine itself; empty if {@code corral.auth} has never been off. */
    Optional<Account> local() {
        return database.read(AccountRows::local);
    }

    /**
     * Makes all accounts whose address nobody has, or none when something goes wrong.
     *
     * @param wanted no two with the same address
     * @return the addresses that are taken
     */
    Set<EmailAddress> createUnknown(List<NewAccount> wanted) {
        return database.writeAgain(EITHER, em -> {
            // No two of them have the same address, so that nothing has to be written before the end.
            em.setFlushMode(FlushModeType.COMMIT);
            return wanted.stream()
                    .filter(each -> insert(em, each) instanceof CreationResult.EmailTaken)
                    .map(NewAccount::email)
                    .collect(Collectors.toSet());
        });
    }

    /** Those of the addresses that are taken. */
    Set<EmailAddress> known(List<NewAccount> wanted) {
        return database.read(em -> wanted.stream()
                .map(NewAccount::email)
                .filter(email -> AccountRows.byEmail(em, email).isPresent())
                .collect(Collectors.toSet()));
    }

    private CreationResult insert(EntityManager em, NewAccount wanted) {
        boolean first = AccountRows.nobodyHasOne(em);
        if (wanted.onlyAsFirst() && !first) {
            return new CreationResult.NotFirst();
        }
        return AccountRows.byEmail(em, wanted.email()).isPresent()
                ? new CreationResult.EmailTaken()
                : new CreationResult.Made(insertUnknown(em, wanted, first));
    }

    /** Inserts an account whose address nobody has. */
    Account insertUnknown(EntityManager em, NewAccount wanted) {
        return insertUnknown(em, wanted, AccountRows.nobodyHasOne(em));
    }

    /** @param first whether there is no account yet; read once, since a second look could find another answer */
    private Account insertUnknown(EntityManager em, NewAccount wanted, boolean first) {
        Account account =
                new Account(wanted, wanted.role().orElseGet(() -> first ? Role.ADMIN : defaultRole(em)), clock);
        // If there was no account, the seat is taken without a look: if another account has been made in between, this
        // transaction must fail and run again.
        if (account.role() == Role.ADMIN
                && (first || AccountRows.primaryAdmin(em).isEmpty())) {
            account.takePrimarySeat();
        }
        em.persist(account);
        return account;
    }

    /** The role of a new account. */
    Role defaultRole(EntityManager em) {
        return AdminConfig.defaultRole(em).orElse(defaultRole);
    }

    /**
     * Changes one account in a transaction. The change may run several times, if others change the account at once.
     *
     * @return the account as it is afterwards; empty if there is none
     * @throws RefusedException 400 if the change sets an e-mail address that is taken, 409 if others change the account
     *     at the same time again and again
     */
    Optional<Account> change(String id, Consumer<Account> change) throws RefusedException {
        try {
            Optional<Account> changed = database.writeAgain(CHANGED, em -> {
                Optional<Account> found = Optional.ofNullable(em.find(Account.class, id));
                found.ifPresent(account -> change(account, change, em));
                return found;
            });
            rightsChanged(id);
            return changed;
        } catch (ConflictException e) {
            throw e.kind() == ConflictException.Kind.TAKEN
                    ? AccountRefusals.emailTaken()
                    : AccountRefusals.changedByOthers();
        }
    }

    /** Changes an account within a transaction of the caller, who calls {@link #rightsChanged} afterwards. */
    void change(Account account, Consumer<Account> change, EntityManager em) {
        Role role = account.role();
        long era = account.era();
        Optional<AllowList> models = account.models();
        change.accept(account);
        account.updated(clock);
        if (account.role() != role || account.era() != era || !account.models().equals(models)) {
            ChangeFeed.rightsChanged(em, account.id(), clock);
        }
        if (account.era() != era) {
            RevokedTokens.forgetThoseOf(em, account.id());
        }
    }

    /** Does not count up the version, so that no other change fails because of it. */
    void signedIn(String id) {
        database.writeAgain(CHANGED, em -> em.createQuery("update Account a set a.lastActiveAt = :now where a.id = :id")
                .setParameter("now", clock.millis())
                .setParameter("id", id)
                .executeUpdate());
    }

    /** @return whether there was one */
    public boolean delete(String id) {
        boolean found = database.writeAgain(CHANGED, em -> {
            Optional<Account> account = Optional.ofNullable(em.find(Account.class, id));
            account.ifPresent(present -> {
                em.remove(present);
                ChangeFeed.rightsChanged(em, id, clock);
                RevokedTokens.forgetThoseOf(em, id);
            });
            return account.isPresent();
        });
        rightsChanged(id);
        return found;
    }
}
