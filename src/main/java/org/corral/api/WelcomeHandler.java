package org.corral.api;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.corral.access.Caller;
import org.corral.account.Account;
import org.corral.account.Accounts;
import org.corral.account.AdminConfig;
import org.corral.account.ApiKeys;
import org.corral.http.RefusedException;
import org.corral.settings.AuthMode;

/** Tells the page in one answer what it needs to know before it shows anything. */
public final class WelcomeHandler {
    private final Accounts accounts;
    private final AdminConfig config;
    private final ApiKeys apiKeys;
    private final AuthMode auth;

    public WelcomeHandler(Accounts accounts, AdminConfig config, ApiKeys apiKeys, AuthMode auth) {
        this.accounts = accounts;
        this.config = config;
        this.apiKeys = apiKeys;
        this.auth = auth;
    }

    /** For anyone; an unknown caller gets null as their account. */
    void show(ApiCall call) throws RefusedException, IOException {
        boolean firstRun = accounts.isEmpty();
        Optional<Account> account = Caller.of(call.request()).map(Caller::id).flatMap(accounts::byId);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("first_run", firstRun);
        json.put("sign_up", config.letsIn(firstRun));
        json.put("sign_in", auth == AuthMode.ON);
        json.put("api_keys", apiKeys.areOn());
        json.put("account", account.map(AccountJson::brief).orElse(null));
        call.reply(json);
    }
}
