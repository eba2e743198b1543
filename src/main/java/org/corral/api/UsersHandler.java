package org.corral.api;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.account.Account;
import org.corral.account.AccountChanges;
import org.corral.account.AccountPage;
import org.corral.account.AccountRefusals;
import org.corral.account.AccountUpdate;
import org.corral.account.Accounts;
import org.corral.account.ApiKeys;
import org.corral.account.CurrentPassword;
import org.corral.account.ExternalIdentities;
import org.corral.account.OllamaKeys;
import org.corral.account.PasswordHashing;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/** Lists, changes and deletes accounts for admins, within the rules that protect the first admin. */
public final class UsersHandler {
    private static final System.Logger LOG = System.getLogger(UsersHandler.class.getName());

    private final Accounts accounts;
    private final AccountChanges changes;
    private final PasswordHashing hashing;
    private final CurrentPassword currentPassword;
    private final SignInOrigins origins;
    private final ExternalIdentities identities;
    private final ApiKeys apiKeys;
    private final OllamaKeys ollamaKeys;

    public UsersHandler(
            Accounts accounts,
            AccountChanges changes,
            PasswordHashing hashing,
            CurrentPassword currentPassword,
            SignInOrigins origins,
            ExternalIdentities identities,
            ApiKeys apiKeys,
            OllamaKeys ollamaKeys) {
        this.accounts = accounts;
        this.changes = changes;
        this.hashing = hashing;
        this.currentPassword = currentPassword;
        this.origins = origins;
        this.identities = identities;
        this.apiKeys = apiKeys;
        this.ollamaKeys = ollamaKeys;
    }

    void list(ApiCall call) throws RefusedException, IOException {
        AccountPage page = accounts.search(SearchParameters.read(call.request()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("users", page.accounts().stream().map(AccountJson::full).toList());
        json.put("total", page.total());
        call.reply(json);
    }

    void show(ApiCall call) throws RefusedException, IOException {
        call.reply(AccountJson.full(accounts.require(call.id())));
    }

    void update(ApiCall call) throws RefusedException, IOException {
        Caller admin = call.caller();
        AccountUpdate update = AccountUpdateJson.read(call.fields());
        Account account = accounts.require(call.id());
        if (account.isPrimaryAdmin()) {
            protectPrimaryAdmin(admin, account, update.role());
        }
        AccountUpdate checked = update.checked(account);
        if (account.isLocal() && checked.changesLocal(account)) {
            throw new RefusedException(Refusal.forbidden("This account is the machine's own while corral.auth is off:"
                    + " it has no password, and keeps its address."));
        }
        if (admin.id().equals(account.id()) && checked.changesSignIn(account)) {
            requireCurrentPassword(account, checked.currentPassword(), call);
        }
        Optional<String> hash = Optional.empty();
        if (!checked.password().isEmpty()) {
            hash = Optional.of(hashing.hash(checked.password()));
        }
        Account changed = changes.update(account.id(), checked, hash);
        if (checked.identityStore()) {
            identities.expect(changed);
        }
        log(admin, account, changed, hash.isPresent());
        call.reply(AccountJson.full(changed));
    }

    private void requireCurrentPassword(Account own, String password, ApiCall call) throws RefusedException {
        if (password.isEmpty() && own.hasPassword()) {
            throw new RefusedException(Refusal.badRequest(
                    "This changes how you sign in yourself: send your present password too, as current_password."));
        }
        currentPassword.require(own, password, origins.of(call.request()));
    }

    /** Logs the changes that a thief would make with the stolen session of an admin. */
    private static void log(Caller admin, Account before, Account after, boolean password) {
        if (after.role() == Role.ADMIN && before.role() != Role.ADMIN) {
            LOG.log(Level.INFO, "Admin " + admin.id() + " made an admin of the account " + after.id());
        }
        if (password) {
            LOG.log(Level.INFO, "Admin " + admin.id() + " set the password of the account " + after.id());
        }
    }

    private static void protectPrimaryAdmin(Caller admin, Account account, String role) throws RefusedException {
        AccountRefusals.requireSelf(admin, account);
        if (!role.isEmpty() && !role.equals(Role.ADMIN.text())) {
            throw new RefusedException(Refusal.forbidden("The first admin stays an admin."));
        }
    }

    /** Ends all sessions of an account, and revokes its keys if the body says so. */
    void signOut(ApiCall call) throws RefusedException, IOException {
        Caller admin = call.caller();
        JsonFields fields = call.fieldsIfAny();
        boolean keysToo = fields.flag("api_keys");
        fields.finish();
        Account account = accounts.require(call.id());
        if (account.isPrimaryAdmin()) {
            protectPrimaryAdmin(admin, account, "");
        }
        changes.endSessions(account.id());
        if (keysToo) {
            apiKeys.revokeAll(account.id());
            ollamaKeys.revokeAll(account.id());
        }
        call.reply(true);
    }

    void delete(ApiCall call) throws RefusedException, IOException {
        Caller admin = call.caller();
        if (admin.id().equals(call.id())) {
            throw new RefusedException(Refusal.forbidden("You can't delete your own account: ask another admin."));
        }
        if (accounts.require(call.id()).isPrimaryAdmin()) {
            throw new RefusedException(Refusal.forbidden("The account of the first admin can't be deleted."));
        }
        if (!accounts.delete(call.id())) {
            throw AccountRefusals.noSuchAccount();
        }
        call.reply(true);
    }
}
