package org.corral.account;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.settings.Role;

/** What admins do with the accounts of others, within the rules that protect the first admin. */
final class UsersHandler {
    private final Accounts accounts;
    private final PasswordHashing hashing;
    private final ApiKeys apiKeys;
    private final OllamaKeys ollamaKeys;

    UsersHandler(Accounts accounts, PasswordHashing hashing, ApiKeys apiKeys, OllamaKeys ollamaKeys) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.apiKeys = apiKeys;
        this.ollamaKeys = ollamaKeys;
    }

    void list(Exchange exchange) throws RefusedException, IOException {
        exchange.admin();
        AccountPage page = accounts.search(SearchParameters.read(exchange.request()));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("users", page.accounts().stream().map(AccountJson::full).toList());
        json.put("total", page.total());
        exchange.reply(json);
    }

    void show(Exchange exchange) throws RefusedException, IOException {
        exchange.admin();
        exchange.reply(AccountJson.full(accounts.require(exchange.id())));
    }

    void update(Exchange exchange) throws RefusedException, IOException {
        Caller admin = exchange.admin();
        AccountUpdate asked = AccountUpdate.read(exchange.fields());
        Account account = accounts.require(exchange.id());
        if (account.isPrimaryAdmin()) {
            protectPrimaryAdmin(admin, account, asked.role());
        }
        AccountUpdate checked = asked.checked(account);
        Optional<String> hash = Optional.empty();
        if (!checked.password().isEmpty()) {
            hash = Optional.of(hashing.hash(checked.password()));
        }
        Account changed = accounts.change(account.id(), checked.with(hash)).orElseThrow(AccountRefusals::noSuchAccount);
        exchange.reply(AccountJson.full(changed));
    }

    private static void protectPrimaryAdmin(Caller admin, Account account, String role) throws RefusedException {
        AccountRefusals.requireSelf(admin, account);
        if (!role.isEmpty() && !role.equals(Role.ADMIN.text())) {
            throw new RefusedException(Refusal.forbidden("The first admin stays an admin."));
        }
    }

    /** Ends all sessions of somebody, and his keys where that is asked for. */
    void signOut(Exchange exchange) throws RefusedException, IOException {
        Caller admin = exchange.admin();
        JsonFields fields = exchange.fieldsIfAny();
        boolean keysToo = fields.flag("api_keys");
        fields.finish();
        Account account = accounts.require(exchange.id());
        if (account.isPrimaryAdmin()) {
            protectPrimaryAdmin(admin, account, "");
        }
        if (accounts.change(account.id(), Account::endSessions).isEmpty()) {
            throw AccountRefusals.noSuchAccount();
        }
        if (keysToo) {
            apiKeys.revokeAll(account.id());
            ollamaKeys.revokeAll(account.id());
        }
        exchange.reply(true);
    }

    void delete(Exchange exchange) throws RefusedException, IOException {
        Caller admin = exchange.admin();
        if (admin.id().equals(exchange.id())) {
            throw new RefusedException(Refusal.forbidden("Nobody deletes himself: ask another admin."));
        }
        if (accounts.require(exchange.id()).isPrimaryAdmin()) {
            throw new RefusedException(Refusal.forbidden("The account of the first admin can't be deleted."));
        }
        if (!accounts.delete(exchange.id())) {
            throw AccountRefusals.noSuchAccount();
        }
        exchange.reply(true);
    }
}
