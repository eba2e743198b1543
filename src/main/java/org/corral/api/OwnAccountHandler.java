package org.corral.api;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.corral.access.Caller;
import org.corral.account.Account;
import org.corral.account.AccountChanges;
import org.corral.account.AccountRules;
import org.corral.account.Accounts;
import org.corral.account.AdminConfig;
import org.corral.account.CurrentPassword;
import org.corral.account.PasswordHashing;
import org.corral.http.JsonFields;
import org.corral.http.Refusal;
import org.corral.http.RefusedException;

/** Changes the account of the caller, and tells which admin to ask for approval. */
public final class OwnAccountHandler {
    /** Further fields of a profile in Open WebUI, which are ignored. */
    private static final Set<String> ELSEWHERE = Set.of("bio", "gender", "date_of_birth");

    private final Accounts accounts;
    private final PasswordHashing hashing;
    private final AccountChanges changes;
    private final SessionReplies sessions;
    private final SignInOrigins origins;
    private final CurrentPassword currentPassword;
    private final AdminConfig config;

    public OwnAccountHandler(
            Accounts accounts,
            PasswordHashing hashing,
            AccountChanges changes,
            SessionReplies sessions,
            SignInOrigins origins,
            CurrentPassword currentPassword,
            AdminConfig config) {
        this.accounts = accounts;
        this.hashing = hashing;
        this.changes = changes;
        this.sessions = sessions;
        this.origins = origins;
        this.currentPassword = currentPassword;
        this.config = config;
    }

    void updatePassword(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        JsonFields fields = call.fields();
        String password = fields.text("password");
        String newPassword = fields.text("new_password");
        fields.finish();
        AccountRules.password(newPassword);
        currentPassword.require(accounts.require(caller.id()), password, origins.of(call.request()));
        String hash = hashing.hash(newPassword);
        sessions.renewCookie(changes.changePassword(caller.id(), hash), call);
        call.reply(true);
    }

    void updateProfile(ApiCall call) throws RefusedException, IOException {
        Caller caller = call.caller();
        JsonFields fields = call.fields();
        String givenName = fields.text("name");
        String givenImage = fields.text("profile_image_url");
        fields.ignoring(ELSEWHERE::contains).finish();
        String name = AccountRules.name(givenName);
        String image = AccountRules.image(givenImage);
        call.reply(AccountJson.brief(changes.changeProfile(caller.id(), name, image)));
    }

    /** Tells people who wait for approval to which admin they can write. */
    void adminDetails(ApiCall call) throws RefusedException, IOException {
        call.caller();
        if (!config.showsDetails()) {
            throw new RefusedException(Refusal.badRequest("The admins do not show here who they are."));
        }
        Optional<Account> admin = accounts.primaryAdmin();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("name", admin.map(Account::name).orElse(null));
        details.put("email", admin.map(Account::emailKey).orElse(null));
        call.reply(details);
    }
}
