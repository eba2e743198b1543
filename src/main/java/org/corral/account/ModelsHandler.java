package org.corral.account;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;
import org.corral.ollama.AllowList;
import org.corral.settings.Role;

/** Which models a role may use, and which one account, for admins. */
final class ModelsHandler {
    static final String EXAMPLE = "{\"models\":[\"llama3.2\",\"qwen*\"]}";

    private static final String FIELD = "models";

    private final Accounts accounts;

    ModelsHandler(Accounts accounts) {
        this.accounts = accounts;
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
        Account changed = accounts.change(account.id(), each -> each.changeModels(models))
                .orElseThrow(AccountRefusals::noSuchAccount);
        call.reply(json(changed.models()));
    }

    /** @return empty where it says null: no list of its own */
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
