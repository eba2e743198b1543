package org.corral.api;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.account.Account;
import org.corral.account.AccountChanges;
import org.corral.account.AccountRefusals;
import org.corral.account.Accounts;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.ollama.AllowList;
import org.corral.settings.Role;

/** Shows and changes the models that a role or an account may use, for admins. */
public final class ModelsHandler {
    static final String EXAMPLE = "{\"models\":[\"llama3.2\",\"qwen*\"]}";

    private static final String FIELD = "models";

    private final Accounts accounts;
    private final AccountChanges changes;

    public ModelsHandler(Accounts accounts, AccountChanges changes) {
        this.accounts = accounts;
        this.changes = changes;
    }

    void showRole(ApiCall call) throws RefusedException, IOException {
        call.reply(json(Optional.of(accounts.models(role(call)))));
    }

    void changeRole(ApiCall call) throws RefusedException, IOException {
        Role role = role(call);
        JsonFields fields = call.fields();
        AllowList models = list(fields, fields.texts(FIELD));
        accounts.changeModels(role, models);
        call.reply(json(Optional.of(models)));
    }

    private static Role role(ApiCall call) throws RefusedException {
        return Role.of(call.id())
                .filter(role -> role != Role.PENDING)
                .orElseThrow(() ->
                        new RefusedException(Refusal.notFound("There is no such role here: it is user or admin.")));
    }

    void showAccount(ApiCall call) throws RefusedException, IOException {
        call.reply(json(accounts.require(call.id()).models()));
    }

    void changeAccount(ApiCall call) throws RefusedException, IOException {
        Caller admin = call.caller();
        Account account = accounts.require(call.id());
        if (account.isPrimaryAdmin()) {
            AccountRefusals.requireSelf(admin, account);
        }
        Optional<AllowList> models = read(call.fields());
        call.reply(json(changes.changeModels(account.id(), models).models()));
    }

    /** @return empty for null: the account has no list of its own */
    private static Optional<AllowList> read(JsonFields fields) throws RefusedException {
        if (fields.isNull(FIELD)) {
            fields.finish();
            return Optional.empty();
        }
        return Optional.of(list(fields, fields.texts(FIELD)));
    }

    private static AllowList list(JsonFields fields, List<String> patterns) throws RefusedException {
        fields.finish();
        try {
            return AllowList.of(patterns);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(Refusal.badRequest("The list of models " + e.getMessage() + "."));
        }
    }

    private static Map<String, Object> json(Optional<AllowList> models) {
        return Collections.singletonMap(FIELD, models.map(AllowList::patterns).orElse(null));
    }
}
